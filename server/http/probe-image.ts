import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { OCI_MANIFEST } from '../oci/media-types.ts'

/** A part of the probe image, by its digest. */
export interface ProbePart {
  readonly digest: string
  readonly mediaType: string
  readonly bytes: Buffer
}

/** The smallest image that every engine takes: one layer without a file. */
export interface ProbeImage {
  readonly manifest: ProbePart
  readonly blobs: ReadonlyMap<string, ProbePart>
}

/** Two empty blocks, which is how a tar archive ends. */
const EMPTY_ARCHIVE = Buffer.alloc(1024)

/** @param mark what makes it an image like no other, so that no engine takes one from its cache for it */
export function createProbeImage(mark: string): ProbeImage {
  const layer = part('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(EMPTY_ARCHIVE))
  const config = jsonPart('application/vnd.oci.image.config.v1+json', {
    architecture: 'amd64',
    os: 'linux',
    config: { Labels: { 'berth.probe': mark } },
    rootfs: { type: 'layers', diff_ids: [digestOf(EMPTY_ARCHIVE)] },
  })
  const manifest = jsonPart(OCI_MANIFEST, {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: descriptorOf(config),
    layers: [descriptorOf(layer)],
  })
  return { manifest, blobs: new Map([layer, config].map((one) => [one.digest, one])) }
}

function jsonPart(mediaType: string, value: unknown): ProbePart {
  return part(mediaType, Buffer.from(JSON.stringify(value)))
}

function part(mediaType: string, bytes: Buffer): ProbePart {
  return { digest: digestOf(bytes), mediaType, bytes }
}

function descriptorOf({ digest, mediaType, bytes }: ProbePart) {
  return { mediaType, digest, size: bytes.length }
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
