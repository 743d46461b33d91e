import { createHash } from 'node:crypto'
import { asList, asObject, asTexts, parseJson } from '../library/json.ts'
import { asDigest, digestOf, finish, type Digest } from '../oci/digest.ts'
import type { Descriptor } from '../oci/manifest.ts'
import { OCI_MANIFEST } from '../oci/media-types.ts'
import { compressionOf, type Compression } from '../tar/decompressed.ts'
import { ArchiveError, MissingEntry, quoted } from './archive-error.ts'
import { plainPath, type Archive, type ArchiveFile } from './archive.ts'
import type { Contents } from './contents.ts'
import { readDockerManifest, type DockerImage } from './docker-manifest.ts'
import type { NamedImage } from './named-image.ts'
import { readDocument } from './read-document.ts'

const CONFIG = 'application/vnd.oci.image.config.v1+json'
const LAYERS: Readonly<Record<Compression, string>> = {
  none: 'application/vnd.oci.image.layer.v1.tar',
  gzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  zstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
}

/**
 * The images of what `docker save` made before Docker 25, and other tools make in its form: a config and
 * layers without a manifest. They get one, around the very bytes of the config, so that the image's id
 * stays, and of the layers as they are. Undefined where the archive is none.
 *
 * @throws ArchiveError
 */
export async function readDockerArchive(
  archive: Archive,
  contents: Contents,
): Promise<readonly NamedImage[] | undefined> {
  const listed = await readDockerManifest(archive)
  if (!listed) return undefined
  const images = new Map<string, NamedImage>()
  for (const item of listed) {
    const root = await manifestFor(item, archive, contents)
    const names = [...(images.get(root.digest)?.names ?? []), ...item.names]
    images.set(root.digest, { root, names: [...new Set(names)], hasManifest: false })
  }
  return [...images.values()]
}

/** In the form in which Docker 25 writes it, so that both give the same digest. */
async function manifestFor(
  { config: path, layers: paths }: DockerImage,
  archive: Archive,
  contents: Contents,
): Promise<Descriptor> {
  const file = await needed(archive, path)
  const bytes = await readDocument(file)
  const config = { mediaType: CONFIG, digest: digestOf(bytes), size: bytes.length }
  contents.add(config.digest, file)
  const diffIds = diffIdsIn(bytes, path)
  if (diffIds.length !== paths.length) {
    const counts = `${paths.length} layers, its config ${diffIds.length}`
    throw new ArchiveError(`${quoted(path)}: the image has ${counts}: the file is damaged`)
  }
  const layers: Descriptor[] = []
  for (const [at, layer] of paths.entries()) {
    layers.push(await describeLayer(await needed(archive, layer), diffIds[at], contents))
  }
  const manifest = { schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers }
  return contents.make(Buffer.from(JSON.stringify(manifest)), OCI_MANIFEST, path)
}

async function needed(archive: Archive, path: string): Promise<ArchiveFile> {
  const plain = plainPath(path)
  const file = plain === undefined ? undefined : await archive.find(plain)
  if (file) return file
  throw new MissingEntry(path)
}

function diffIdsIn(config: Buffer, path: string): readonly string[] {
  const fields = parseJson(config)
  if (!fields) throw new ArchiveError(`${quoted(path)} is not valid JSON`)
  return asTexts(asList(asObject(fields['rootfs'])?.['diff_ids']))
}

/** The digest of a layer that is not packed is what the config calls it by; it is verified when it is stored. */
async function describeLayer(
  file: ArchiveFile,
  diffId: string | undefined,
  contents: Contents,
): Promise<Descriptor> {
  const compression = compressionOf(await headOf(file))
  const known = compression === 'none' ? asDigest(diffId ?? '') : undefined
  const digest = known ?? (await digestOfFile(file))
  contents.add(digest, file)
  return { mediaType: LAYERS[compression], digest, size: file.size }
}

async function headOf(file: ArchiveFile): Promise<Uint8Array> {
  for await (const chunk of file.open()) return chunk.subarray(0, 4)
  return new Uint8Array()
}

async function digestOfFile(file: ArchiveFile): Promise<Digest> {
  const hash = createHash('sha256')
  for await (const chunk of file.open()) hash.update(chunk)
  return finish(hash)
}
