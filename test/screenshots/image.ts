import { createCipheriv, createHash } from 'node:crypto'
import {
  manifestOf,
  descriptorOf,
  IMAGE_CONFIG,
  INDEX_TYPE,
  type Content,
} from '../browser/images-content.ts'
import { digestOf } from '../support/snapshot.ts'
import { layerOf } from './layer.ts'

const MIB = 1024 ** 2

/** A step of a build. Equal steps give equal bytes, so that images share what they have in common. */
export interface Step {
  readonly command: string
  /** Of its layer; absent where it makes none. */
  readonly mib?: number
  /** Tells layers of the same command apart. */
  readonly version?: string
}

/** How an image is made, for whichever processor. */
export interface Recipe {
  readonly steps: readonly Step[]
  /** The `config` of the image's configuration. */
  readonly config: object
  readonly created: string
}

/** Contents that belong together, the last of which gets the tag. */
export type Contents = readonly [...parts: readonly Content[], whole: Content]

/** An index with an image for each processor and what the builder attests of it, as BuildKit makes it. */
export function imageFor(architectures: readonly string[], recipe: Recipe): Contents {
  const images = architectures.map((architecture) => imageOf(recipe, architecture))
  const members = images.flatMap((image, at) => {
    const attestation = attestationOf(image)
    const platform = { os: 'linux', architecture: architectures[at] }
    return [
      { content: image, more: { platform } },
      { content: attestation, more: attestationMarks(image) },
    ]
  })
  const manifests = members.map(({ content, more }) => ({ ...descriptorFor(content), ...more }))
  const manifest = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests }),
  )
  const index = { blobs: [], manifest, mediaType: INDEX_TYPE, digest: digestOf(manifest) }
  return [...members.map(({ content }) => content), index]
}

function imageOf({ steps, config, created }: Recipe, architecture: string): Content {
  const layers = steps.flatMap(({ command, mib, version = '' }) =>
    mib === undefined
      ? []
      : [layerOf(command, `${command} ${version} ${architecture}`, mib * MIB, bytesOf)],
  )
  const history = steps.map(({ command, mib }) => ({
    created,
    created_by: command,
    ...(mib === undefined && { empty_layer: true }),
  }))
  const rootfs = { type: 'layers', diff_ids: layers.map(digestOf) }
  const image = { os: 'linux', architecture, created, config, rootfs, history }
  return manifestOf(
    { bytes: Buffer.from(JSON.stringify(image)), mediaType: IMAGE_CONFIG },
    layers.map((bytes) => ({
      bytes,
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    })),
  )
}

function attestationOf(image: Content): Content {
  const config = { os: 'unknown', architecture: 'unknown', subject: image.digest }
  return manifestOf({ bytes: Buffer.from(JSON.stringify(config)), mediaType: IMAGE_CONFIG }, [
    {
      bytes: bytesOf(`provenance ${image.digest}`, 0.02 * MIB),
      mediaType: 'application/vnd.in-toto+json',
      annotations: { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v1' },
    },
  ])
}

const attestationMarks = (image: Content) => ({
  platform: { os: 'unknown', architecture: 'unknown' },
  annotations: {
    'vnd.docker.reference.digest': image.digest,
    'vnd.docker.reference.type': 'attestation-manifest',
  },
})

/** Something that is said of an image. */
export function statementOn(
  subject: Content,
  { artifactType, kib, created }: { artifactType: string; kib: number; created: string },
): Contents {
  const bytes = bytesOf(`${artifactType} ${subject.digest}`, kib * 1024)
  const empty = { bytes: Buffer.from('{}'), mediaType: 'application/vnd.oci.empty.v1+json' }
  return [
    manifestOf(empty, [{ bytes, mediaType: artifactType }], {
      artifactType,
      subject: descriptorFor(subject),
      annotations: { 'org.opencontainers.image.created': created },
    }),
  ]
}

/** A chart as Helm pushes it. */
export function chart(name: string, version: string, kib: number): Contents {
  const about = { name, version, appVersion: version, apiVersion: 'v2', type: 'application' }
  return [
    manifestOf(
      {
        bytes: Buffer.from(JSON.stringify(about)),
        mediaType: 'application/vnd.cncf.helm.config.v1+json',
      },
      [
        {
          bytes: bytesOf(`${name} ${version}`, kib * 1024),
          mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
        },
      ],
      { annotations: { 'org.opencontainers.image.title': name } },
    ),
  ]
}

const descriptorFor = ({ manifest, mediaType }: Content): object =>
  descriptorOf({ bytes: manifest, mediaType })

/** Bytes that look random, and are the same whenever the same seed is given. */
export function bytesOf(seed: string, length: number): Buffer {
  const key = createHash('sha256').update(seed).digest().subarray(0, 16)
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(
    Buffer.alloc(Math.round(length)),
  )
}
