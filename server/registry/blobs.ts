import { algorithmOf, CANONICAL, type Digest } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { ByteRange, OpenObject, StorageDriver } from '../storage/driver.ts'
import { createFresh, type OnLookup } from './fresh.ts'
import { blobPath, layerLink } from './layout.ts'
import type { Links } from './links.ts'
import type { Turns } from './turns.ts'

/** A repository's blobs: what its layer links allow it to serve of the shared content. */
export interface Blobs {
  /** Size in bytes. Undefined when the repository does not have it. */
  size(name: RepositoryName, digest: Digest): Promise<number | undefined>
  open(name: RepositoryName, digest: Digest, range?: ByteRange): Promise<OpenObject | undefined>
  /** Where anybody can read the bytes for a while, if storage has such addresses. Whether they are there is not looked at. */
  link(name: RepositoryName, digest: Digest): Promise<URL | undefined>
  /** Takes over a blob of repository `from`, or of any where none is named; false when there is none. */
  mount(name: RepositoryName, digest: Digest, from?: RepositoryName): Promise<boolean>
  /** Whether some repository has, or had, the bytes, so that a mount from anywhere finds them. */
  isAnywhere(digest: Digest): Promise<boolean>
  /** Takes it out of the repository; the bytes stay until they are collected. @throws RegistryError BLOB_UNKNOWN */
  remove(name: RepositoryName, digest: Digest): Promise<void>
  /** Moves a finished upload, whose sha256 is `canonical`, into place under `digest`. */
  adopt(
    name: RepositoryName,
    digest: Digest,
    canonical: Digest,
    upload: FinishedUpload,
  ): Promise<void>
}

/** Where the bytes of a blob are, and which of the object's versions was verified. */
export interface FinishedUpload {
  readonly path: string
  readonly size: number
  readonly version?: string | undefined
}

/** Sizes remembered at most. */
const REMEMBERED = 100_000

export function createBlobs(
  driver: StorageDriver,
  links: Links,
  turns: Turns,
  remember: boolean,
  onLookup?: OnLookup,
): Blobs {
  const sizes = createFresh<number>(REMEMBERED, remember && driver.exclusive, onLookup)

  const sizeOf = (canonical: Digest): Promise<number | undefined> =>
    sizes.get(canonical, async () => (await driver.stat(blobPath(canonical)))?.size)

  const linked = (name: RepositoryName, digest: Digest): Promise<Digest | undefined> =>
    links.read(layerLink(name, digest))

  return {
    async size(name, digest) {
      const canonical = await linked(name, digest)
      return canonical && (await sizeOf(canonical))
    },

    async open(name, digest, range) {
      const canonical = await linked(name, digest)
      return canonical && (await driver.open(blobPath(canonical), range))
    },

    async link(name, digest) {
      const canonical = await linked(name, digest)
      return canonical && (await driver.link?.(blobPath(canonical)))
    },

    mount: (name, digest, from) =>
      turns.together(name, async () => {
        const canonical = from ? await linked(from, digest) : anywhere(digest)
        if (!canonical || (await sizeOf(canonical)) === undefined) return false
        await links.add(linkPaths(name, digest, canonical), canonical)
        return true
      }),

    async isAnywhere(digest) {
      const canonical = anywhere(digest)
      return canonical !== undefined && (await sizeOf(canonical)) !== undefined
    },

    remove: (name, digest) =>
      turns.alone(name, async () => {
        const path = layerLink(name, digest)
        if (!(await links.read(path))) {
          throw new RegistryError('BLOB_UNKNOWN', 'blob unknown to this repository', {
            detail: { digest },
          })
        }
        await links.remove(path)
      }),

    // A link without its blob is never served, and a blob without a link is only space: one group.
    adopt: (name, digest, canonical, { path: from, size, version }) =>
      turns.together(name, async () => {
        const paths = linkPaths(name, digest, canonical)
        const moved = { path: blobPath(canonical), from, version, sameSize: size }
        await links.add(paths, canonical, moved)
        sizes.learn(canonical, size)
      }),
  }
}

/** Distribution links a blob under its sha256 as well. */
function linkPaths(name: RepositoryName, digest: Digest, canonical: Digest): readonly string[] {
  return [...new Set([layerLink(name, canonical), layerLink(name, digest)])]
}

/** Where no link tells, only a sha256 digest names its blob. */
function anywhere(digest: Digest): Digest | undefined {
  return algorithmOf(digest) === CANONICAL ? digest : undefined
}
