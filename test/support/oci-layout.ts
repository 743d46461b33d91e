import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { digestOf } from './snapshot.ts'

/** A content descriptor, as the image specification has it. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
  readonly platform?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

/** The media types of one family of images. */
interface Family {
  readonly index: string
  readonly manifest: string
  readonly config: string
  readonly layer: string
}

const OCI: Family = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar+gzip',
}

const DOCKER: Family = {
  index: 'application/vnd.docker.distribution.manifest.list.v2+json',
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
}

const ZSTD_LAYER = 'application/vnd.oci.image.layer.v1.tar+zstd'
const PLATFORMS = ['amd64', 'arm64', 's390x']
const LAYER_SIZE = 96 * 1024

/** Stores bytes under their digest and describes them. */
type Put = (bytes: Buffer, mediaType: string) => Promise<Descriptor>

/**
 * Writes an OCI image layout (`oci-layout`, `index.json`, `blobs/`) with one multi-arch index: an
 * image for each platform, one of them with a layer typed zstd, and for each an attestation of
 * platform `unknown/unknown`. Layers are random, so two calls never give the same image.
 *
 * @returns the index; it is tagged `tag` in the layout.
 */
export async function writeOciLayout(folder: string, tag: string): Promise<Descriptor> {
  await mkdir(join(folder, 'blobs/sha256'), { recursive: true })
  const put: Put = async (bytes, mediaType) => {
    const digest = digestOf(bytes)
    await writeFile(join(folder, 'blobs', digest.replace(':', '/')), bytes)
    return { mediaType, digest, size: bytes.length }
  }
  const index = await putIndex(put)
  await writeFile(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  const named = { ...index, annotations: { 'org.opencontainers.image.ref.name': tag } }
  await writeFile(join(folder, 'index.json'), json({ schemaVersion: 2, manifests: [named] }))
  return index
}

/**
 * Writes a Docker schema 2 manifest list in the form that skopeo reads and writes as `dir:`.
 *
 * @returns the list.
 */
export async function writeDockerList(folder: string): Promise<Descriptor> {
  await mkdir(folder, { recursive: true })
  const put: Put = async (bytes, mediaType) => {
    const digest = digestOf(bytes)
    const ending = mediaType === DOCKER.manifest ? '.manifest.json' : ''
    await writeFile(join(folder, `${digest.replace('sha256:', '')}${ending}`), bytes)
    return { mediaType, digest, size: bytes.length }
  }
  const manifests: Descriptor[] = []
  for (const architecture of PLATFORMS) manifests.push(await putImage(put, DOCKER, architecture))
  const list = json({ schemaVersion: 2, mediaType: DOCKER.index, manifests })
  await writeFile(join(folder, 'manifest.json'), list)
  await writeFile(join(folder, 'version'), 'Directory Transport Version: 1.1\n')
  return { mediaType: DOCKER.index, digest: digestOf(list), size: list.length }
}

async function putIndex(put: Put): Promise<Descriptor> {
  const manifests: Descriptor[] = []
  for (const architecture of PLATFORMS) {
    const image = await putImage(put, OCI, architecture)
    manifests.push(image, await putAttestation(put, image))
  }
  return put(json({ schemaVersion: 2, mediaType: OCI.index, manifests }), OCI.index)
}

async function putImage(put: Put, family: Family, architecture: string): Promise<Descriptor> {
  const platform = { os: 'linux', architecture }
  const zstd = family === OCI && architecture === PLATFORMS.at(-1)
  const base = await put(gzipSync(randomBytes(LAYER_SIZE)), family.layer)
  const top = await put(gzipSync(randomBytes(LAYER_SIZE)), zstd ? ZSTD_LAYER : family.layer)
  const layers = [base, top]
  const rootfs = { type: 'layers', diff_ids: layers.map((layer) => layer.digest) }
  const config = await put(json({ ...platform, config: {}, rootfs }), family.config)
  const manifest = { schemaVersion: 2, mediaType: family.manifest, config, layers }
  return { ...(await put(json(manifest), family.manifest)), platform }
}

/** What BuildKit adds beside an image: an in-toto statement about it. */
async function putAttestation(put: Put, image: Descriptor): Promise<Descriptor> {
  const statement = await put(json({ subject: image.digest }), 'application/vnd.in-toto+json')
  const rootfs = { type: 'layers', diff_ids: [statement.digest] }
  const unknown = { os: 'unknown', architecture: 'unknown' }
  const config = await put(json({ ...unknown, config: {}, rootfs }), OCI.config)
  const manifest = { schemaVersion: 2, mediaType: OCI.manifest, config, layers: [statement] }
  const annotations = {
    'vnd.docker.reference.digest': image.digest,
    'vnd.docker.reference.type': 'attestation-manifest',
  }
  return { ...(await put(json(manifest), OCI.manifest)), platform: unknown, annotations }
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value, undefined, 2))
}
