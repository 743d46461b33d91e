import { randomBytes } from 'node:crypto'
import {
  asking,
  expecting,
  MANIFEST_TYPE,
  pushBlob,
  type Ask,
  type HttpImage,
} from '../support/http-image.ts'
import { digestOf } from '../support/snapshot.ts'

/** The media type of an image's configuration. */
export const IMAGE_CONFIG = 'application/vnd.oci.image.config.v1+json'
const LAYER_TYPE = 'application/vnd.oci.image.layer.v1.tar+gzip'
/** The media type of an index. */
export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json'
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json'

/** A part of a manifest, with the bytes that it describes. */
export interface Part {
  readonly bytes: Buffer
  readonly mediaType: string
  readonly annotations?: Readonly<Record<string, string>>
}

/** A manifest with all that belongs to it. */
export interface Content extends HttpImage {
  readonly mediaType: string
  readonly digest: string
}

export const layerOf = (bytes: number): Buffer => randomBytes(bytes)

/** An image as a builder would leave it: a base, a step without a layer, an application on top. */
export function builtImage(base: Buffer, app: Buffer, architecture = 'amd64'): Content {
  const config = {
    os: 'linux',
    architecture,
    created: '2026-01-02T03:04:05Z',
    config: {
      Env: ['PATH=/usr/bin', 'MODE=test'],
      Entrypoint: ['/bin/app'],
      Cmd: ['--greeting', 'hello there'],
      ExposedPorts: { '8080/tcp': {} },
      WorkingDir: '/srv',
      User: '1000',
      Labels: { 'org.example.team': 'harbour' },
    },
    rootfs: { type: 'layers', diff_ids: [base, app].map(digestOf) },
    history: [
      { created_by: '/bin/sh -c #(nop) ADD file:base in / ' },
      { created_by: 'ENV MODE=test', empty_layer: true },
      { created_by: 'COPY /app /bin/app # buildkit' },
    ],
  }
  return manifestOf({ bytes: json(config), mediaType: IMAGE_CONFIG }, [layer(base), layer(app)])
}

/** A chart as Helm pushes it. */
export function helmChart(): Content {
  const config = { name: 'harbour', version: '1.2.0', apiVersion: 'v2' }
  return manifestOf(
    { bytes: json(config), mediaType: 'application/vnd.cncf.helm.config.v1+json' },
    [{ bytes: layerOf(900), mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip' }],
    { annotations: { 'org.opencontainers.image.title': 'harbour' } },
  )
}

/** A signature of something in the same repository. */
export function signatureOf(subject: Content): Content {
  return manifestOf(
    { bytes: Buffer.from('{}'), mediaType: EMPTY_TYPE },
    [{ bytes: layerOf(100), mediaType: 'application/octet-stream' }],
    {
      artifactType: 'application/vnd.dev.cosign.artifact.sig.v1+json',
      subject: descriptorOf({ bytes: subject.manifest, mediaType: subject.mediaType }),
    },
  )
}

/** An index over these images, and an attestation that belongs to no platform. */
export function indexOver(images: readonly (Content & { readonly architecture: string })[]) {
  const attestation = manifestOf({ bytes: json({}), mediaType: IMAGE_CONFIG }, [
    { bytes: layerOf(50), mediaType: 'application/vnd.in-toto+json' },
  ])
  const manifests = [
    ...images.map(({ architecture, ...image }) => member(image, { os: 'linux', architecture })),
    member(attestation, { os: 'unknown', architecture: 'unknown' }),
  ]
  const manifest = json({ schemaVersion: 2, mediaType: INDEX_TYPE, manifests })
  const index: Content = { blobs: [], manifest, mediaType: INDEX_TYPE, digest: digestOf(manifest) }
  return { index, attestation }
}

function member(content: Content, platform: object): object {
  return { ...descriptorOf({ bytes: content.manifest, mediaType: content.mediaType }), platform }
}

const layer = (bytes: Buffer): Part => ({ bytes, mediaType: LAYER_TYPE })
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

/** @param more of the manifest, such as `annotations` or `subject` */
export function manifestOf(config: Part, layers: readonly Part[], more: object = {}): Content {
  const manifest = json({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: descriptorOf(config),
    layers: layers.map(descriptorOf),
    ...more,
  })
  const blobs = [config, ...layers].map(({ bytes }) => bytes)
  return { blobs, manifest, mediaType: MANIFEST_TYPE, digest: digestOf(manifest) }
}

/** A descriptor of these bytes. */
export function descriptorOf({ bytes, ...part }: Part): object {
  return { ...part, digest: digestOf(bytes), size: bytes.length }
}

/** Pushes to `url` what is to be tagged `reference`, or named by its digest. */
export async function push(
  url: string,
  repository: string,
  reference: string,
  content: Content,
): Promise<void> {
  const ask: Ask = asking(url)
  await Promise.all(content.blobs.map((bytes) => pushBlob(ask, repository, bytes)))
  const payload = { headers: { 'Content-Type': content.mediaType }, body: content.manifest }
  await expecting(201, ask, 'PUT', `/v2/${repository}/manifests/${reference}`, payload)
}
