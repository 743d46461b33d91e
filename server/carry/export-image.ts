import { isImageConfig } from '../library/describe.ts'
import { asDigest, hexOf } from '../oci/digest.ts'
import { parseManifest, type Descriptor } from '../oci/manifest.ts'
import type { Reference, RepositoryName } from '../oci/name.ts'
import { OCI_INDEX } from '../oci/media-types.ts'
import { chunkOf, type Asking, type Content, type Repository } from '../sync/content.ts'
import { verified } from '../sync/verified.ts'
import { tarContent, tarSize, type TarMember } from '../tar/tar-stream.ts'
import { choosePlatform } from './choose-platform.ts'
import { layoutPath } from './contents.ts'
import { ExportError } from './export-error.ts'
import { gatherImage, type GatheredImage } from './gather.ts'

/** What is to go into a file. */
export interface ImageToExport {
  readonly repository: RepositoryName
  readonly reference: Reference
  /** `docker`: of one platform, with what `docker load` looks for. */
  readonly format: 'oci' | 'docker'
  /** All of them unless given. */
  readonly platform?: string | undefined
}

/** An image as a tar archive. */
export interface ImageFile {
  /** Letters, digits, dots, dashes and underscores alone. */
  readonly name: string
  /** Bytes of the whole. */
  readonly size: number
  readonly digest: string
  readonly content: Content
}

/**
 * An image as an OCI image layout in a tar archive; the same image gives the same bytes. Everything it
 * consists of is there when this returns.
 *
 * @throws ExportError
 */
export async function exportImage(
  source: Repository,
  wanted: ImageToExport,
  asking: Asking = {},
): Promise<ImageFile> {
  const { reference, format, platform } = wanted
  const whole = await source.resolve(reference, asking)
  if (!whole) throw new ExportError('reference', `there is no ${nameOf(wanted)}`)
  const isOne = format === 'docker' || platform !== undefined
  const root = isOne ? await choosePlatform(source, whole, platform, asking) : whole
  const image = await gatherImage(source, root, asking)
  const members = [...documents(wanted, root, image), ...contentsOf(source, image, asking)]
  const { digest } = root
  return { name: fileName(wanted), size: tarSize(members), digest, content: tarContent(members) }
}

function nameOf({ repository, reference }: ImageToExport): string {
  return reference.kind === 'tag'
    ? `${repository}:${reference.tag}`
    : `${repository}@${reference.digest}`
}

function fileName({ repository, reference, platform }: ImageToExport): string {
  const version = reference.kind === 'tag' ? reference.tag : hexOf(reference.digest).slice(0, 12)
  const parts = [repository, version, ...(platform === undefined ? [] : [platform])]
  return `${parts.join('-').replaceAll(/[^\w.-]/g, '-')}.tar`
}

/** Image-spec `image-layout.md`, and `manifest.json` as Docker has had it since 1.10. */
function* documents(
  wanted: ImageToExport,
  root: Descriptor,
  image: GatheredImage,
): Generator<TarMember> {
  yield document('oci-layout', { imageLayoutVersion: '1.0.0' })
  const manifests = [{ ...root, annotations: annotationsFor(wanted) }]
  yield document('index.json', { schemaVersion: 2, mediaType: OCI_INDEX, manifests })
  if (wanted.format === 'docker') yield document('manifest.json', [dockerImage(wanted, image)])
}

function document(path: string, value: unknown): TarMember {
  return member(path, Buffer.from(JSON.stringify(value)))
}

function member(path: string, bytes: Buffer): TarMember {
  return { path, size: bytes.length, content: chunkOf(bytes) }
}

/** Docker and containerd take the name from the second, the tools around skopeo from the first. */
function annotationsFor({ repository, reference }: ImageToExport): Record<string, string> {
  if (reference.kind === 'digest') return {}
  const hub = repository.includes('/') ? repository : `library/${repository}`
  return {
    'org.opencontainers.image.ref.name': reference.tag,
    'io.containerd.image.name': `docker.io/${hub}:${reference.tag}`,
  }
}

function dockerImage(wanted: ImageToExport, { manifests }: GatheredImage): unknown {
  const { blobs } = parseManifest(manifests[0]?.bytes ?? Buffer.alloc(0))
  const [config, ...layers] = blobs
  if (!config || !isImageConfig(config.mediaType)) {
    throw new ExportError('format', `${nameOf(wanted)} is nothing that Docker runs: take oci`)
  }
  const tags = wanted.reference.kind === 'tag' ? [nameOf(wanted)] : null
  const paths = layers.map(({ digest }) => layoutPath(digest))
  return { Config: layoutPath(config.digest), RepoTags: tags, Layers: paths }
}

function* contentsOf(
  source: Repository,
  { manifests, blobs }: GatheredImage,
  asking: Asking,
): Generator<TarMember> {
  for (const { descriptor, bytes } of manifests) yield member(layoutPath(descriptor.digest), bytes)
  for (const blob of blobs) {
    if (!asDigest(blob.digest)) continue
    const content = verified(blob, source.fetch(blob, asking))
    yield { path: layoutPath(blob.digest), size: blob.size, content }
  }
}
