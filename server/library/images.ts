import type { Input } from '../control/contract.ts'
import type { Image, PlatformImage, RawManifest } from '../control/images-contract.ts'
import { asDigest } from '../oci/digest.ts'
import { parseStored, type Descriptor, type Manifest } from '../oci/manifest.ts'
import type { RepositoryName } from '../oci/name.ts'
import { ahead } from '../registry/ahead.ts'
import type { StoredManifest } from '../registry/manifests.ts'
import type { Registry } from '../registry/registry.ts'
import { artifactTypeOf, isAttestation, isManifest, kindOf, platformsIn } from './describe.ts'
import type { ImageFacts } from './image-facts.ts'
import { known } from './known.ts'
import { digestNamed, noImage, referenceNamed, repositoryNamed } from './names.ts'
import { platformImage } from './platform-image.ts'
import { vouchersOf } from './vouchers.ts'

/** Single images and manifests, read from storage; the index adds what only it knows. */
export interface Images {
  /** @throws ControlError NOT_FOUND */
  get(input: Input<'images.get'>): Promise<Image>
  /** @throws ControlError NOT_FOUND */
  raw(input: Input<'manifests.raw'>): Promise<RawManifest>
}

/** Of an index's images, so many are read; the others are listed by what the index says of them. */
const MOST_PLATFORMS = 50
/** Images read at once. */
const WIDTH = 8

export function createImages(registry: Registry, facts: ImageFacts): Images {
  const read = (name: RepositoryName, stored: StoredManifest): Promise<PlatformImage> =>
    platformImage(name, stored, registry.blobs, facts.sharers)

  async function child(
    name: RepositoryName,
    { descriptor, platform, isRead }: Child,
  ): Promise<PlatformImage> {
    const digest = isRead ? asDigest(descriptor.digest) : undefined
    const stored = digest && (await registry.manifests.get(name, { kind: 'digest', digest }))
    if (stored) return known({ ...(await read(name, stored)), ...known({ platform }) })
    const { digest: missing, mediaType, size } = descriptor
    return known({ digest: missing, mediaType, platform, sizeBytes: size, history: [] })
  }

  async function platforms(
    name: RepositoryName,
    stored: StoredManifest,
    manifest: Manifest | undefined,
  ): Promise<readonly PlatformImage[]> {
    const children = childrenOf(stored.bytes, manifest)
    if (children.length === 0) return [await read(name, stored)]
    return await Array.fromAsync(ahead(children, WIDTH, (one) => child(name, one)))
  }

  return {
    async get({ repository, reference }) {
      const name = repositoryNamed(repository)
      const stored = await registry.manifests.get(name, referenceNamed(repository, reference))
      if (!stored) throw noImage(repository, reference)
      const { digest, mediaType, bytes } = stored
      const manifest = parseStored(bytes)
      const images = await platforms(name, stored, manifest)
      return known({
        repository,
        digest,
        mediaType,
        kind: kindOf(mediaType, manifest),
        artifactType: artifactTypeOf(manifest),
        annotations: manifest?.annotations ?? {},
        platforms: images,
        referrers: await vouchersOf(registry, name, digest, manifest),
        ...whatIsKnown(facts, stored, repository, images),
      })
    },

    async raw({ repository, digest }) {
      const name = repositoryNamed(repository)
      const reference = { kind: 'digest', digest: digestNamed(repository, digest) } as const
      const stored = await registry.manifests.get(name, reference)
      if (!stored) throw noImage(repository, digest)
      return { digest, mediaType: stored.mediaType, text: stored.bytes.toString('utf8') }
    },
  }
}

interface Child {
  readonly descriptor: Descriptor
  readonly platform: string | undefined
  readonly isRead: boolean
}

/** The images of an index. */
function childrenOf(bytes: Buffer, manifest: Manifest | undefined): readonly Child[] {
  const platforms = platformsIn(bytes)
  return (manifest?.children ?? [])
    .map((descriptor, at) => ({ descriptor, platform: platforms[at] }))
    .filter(({ descriptor }) => isManifest(descriptor) && !isAttestation(descriptor))
    .map((child, at) => ({ ...child, isRead: at < MOST_PLATFORMS }))
}

/** Until it is in the index, its size is what was read of it. */
function whatIsKnown(
  facts: ImageFacts,
  { digest, bytes }: StoredManifest,
  repository: string,
  images: readonly PlatformImage[],
) {
  const { sizeBytes, ...found } = facts.image(repository, digest)
  const own = images[0]?.digest === digest ? 0 : bytes.length
  const readBytes = images.reduce((sum, image) => sum + image.sizeBytes, own)
  return { ...found, sizeBytes: sizeBytes ?? readBytes }
}
