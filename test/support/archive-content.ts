import { randomBytes } from 'node:crypto'
import { digestOf } from './snapshot.ts'
import type { Descriptor } from './oci-layout.ts'
import type { Files } from './tar-of.ts'

/** An image as it lies in archives. */
export interface ArchivedImage {
  readonly config: Buffer
  readonly layers: readonly Buffer[]
  /** Of the config: what engines call the image by. */
  readonly id: string
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const CONFIG = 'application/vnd.oci.image.config.v1+json'
const LAYER = 'application/vnd.oci.image.layer.v1.tar'

export const hex = (digest: string): string => digest.replace('sha256:', '')

export const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

/** An image of these layers, two random ones unless given. */
export function archivedImage(
  layers: readonly Buffer[] = [randomBytes(3_000), randomBytes(70_000)],
  architecture = 'amd64',
): ArchivedImage {
  const rootfs = { type: 'layers', diff_ids: layers.map(digestOf) }
  const config = json({ os: 'linux', architecture, config: {}, rootfs })
  return { config, layers, id: digestOf(config) }
}

/** As `docker save` laid it out before Docker 25. */
export function dockerSave(
  images: readonly (readonly [image: ArchivedImage, ...names: string[]])[],
): Files {
  const files: Record<string, Buffer> = {}
  const listed = images.map(([{ config, layers, id }, ...names]) => {
    files[`${hex(id)}.json`] = config
    const paths = layers.map((layer) => {
      const path = `${hex(digestOf(`layer ${digestOf(layer)}`))}/layer.tar`
      files[path] = layer
      return path
    })
    return { Config: `${hex(id)}.json`, RepoTags: names.length > 0 ? names : null, Layers: paths }
  })
  return { ...files, 'manifest.json': json(listed) }
}

/** The descriptor of `bytes`. */
export function descriptorOf(bytes: Buffer, mediaType: string): Descriptor {
  return { mediaType, digest: digestOf(bytes), size: bytes.length }
}

/** The manifest of an image. */
export function manifestOf({ config, layers }: ArchivedImage): Buffer {
  return json({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: descriptorOf(config, CONFIG),
    layers: layers.map((layer) => descriptorOf(layer, LAYER)),
  })
}

/** The blobs of an OCI image layout that hold these. */
export function blobFiles(...contents: readonly Buffer[]): Files {
  return Object.fromEntries(
    contents.map((bytes) => [`blobs/sha256/${hex(digestOf(bytes))}`, bytes]),
  )
}

/** An OCI image layout with these manifests in its index, named by annotations. */
export function layoutOf(
  listed: readonly (readonly [manifest: Buffer, annotations?: Readonly<Record<string, string>>])[],
  blobs: Files,
): Files {
  const manifests = listed.map(([bytes, annotations]) => {
    const { mediaType = MANIFEST } = JSON.parse(bytes.toString()) as { mediaType?: string }
    return { ...descriptorOf(bytes, mediaType), ...(annotations && { annotations }) }
  })
  return {
    'oci-layout': json({ imageLayoutVersion: '1.0.0' }),
    'index.json': json({ schemaVersion: 2, manifests }),
    ...blobFiles(...listed.map(([bytes]) => bytes)),
    ...blobs,
  }
}
