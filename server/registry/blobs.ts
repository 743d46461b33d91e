import { algorithmOf, CANONICAL, type Digest } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { ByteRange, FoundObject, OpenObject, StorageDriver } from '../storage/driver.ts'
import { createFresh, type OnLookup } from './fresh.ts'
import { blobPath, layerLink } from './layout.ts'
import type { Links } from './links.ts'
import type { Pins } from './pins.ts'
import type { Turns } from './turns.ts'

/** A repository's blobs: what its layer links allow it to serve of the shared content. */
export interface Blobs {
  /** Whether the repository has it, and keeps it for a manifest that is about to refer to it. */
  has(name: RepositoryName, digest: Digest): Promise<boolean>
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
  /** Takes bytes that a walk has found out of storage, unless somebody came to need them since. */
  collect(found: FoundObject, canonical: Digest): Promise<boolean>
}

/** Where the bytes of a blob are, and which of the object's versions was verified. */
export interface FinishedUpload {
  readonly path: string
  readonly size: number
  readonly version?: string | undefined
}

/** Sizes remembered at most. */
const REMEMBERED = 100_000

export interface BlobParts {
  readonly driver: StorageDriver
  readonly links: Links
  readonly turns: Turns
  readonly pins: Pins
  readonly remember: boolean
  readonly onLookup?: OnLookup | undefined
}

export function createBlobs(parts: BlobParts): Blobs {
  const { driver, links, turns, pins, remember, onLookup } = parts
  const sizes = createFresh<number>(REMEMBERED, remember && driver.exclusive, onLookup)

  const sizeOf = (canonical: Digest): Promise<number | undefined> =>
    sizes.get(canonical, async () => (await driver.stat(blobPath(canonical)))?.size)

  const linked = (name: RepositoryName, digest: Digest): Promise<Digest | undefined> =>
    links.read(layerLink(name, digest))

  /** Whoever asks may come to rely on it. If it cannot be held, the push that does will hear of it. */
  async function keep(
    name: RepositoryName,
    digest: Digest,
    whom: 'pusher' | 'reader',
  ): Promise<boolean> {
    return await pins.hold(layerLink(name, digest), whom).catch(() => true)
  }

  return {
    async has(name, digest) {
      const canonical = await linked(name, digest)
      if (!canonical || (await sizeOf(canonical)) === undefined) return false
      return await pins.hold(layerLink(name, digest))
    },

    async size(name, digest) {
      const canonical = await linked(name, digest)
      if (!canonical) return undefined
      const [size, isKept] = await Promise.all([sizeOf(canonical), keep(name, digest, 'pusher')])
      return isKept ? size : undefined
    },

    async open(name, digest, range) {
      const canonical = await linked(name, digest)
      if (!canonical) return undefined
      const [opened] = await Promise.all([
        driver.open(blobPath(canonical), range),
        keep(name, digest, 'reader'),
      ])
      return opened
    },

    async link(name, digest) {
      const canonical = await linked(name, digest)
      return canonical && (await driver.link?.(blobPath(canonical)))
    },

    mount: (name, digest, from) =>
      turns.together(name, async () => {
        const canonical = from ? await linked(from, digest) : anywhere(digest)
        if (!canonical) return false
        return await pins.holding(blobPath(canonical), async (isThere) => {
          if (!isThere) return false
          await links.add(linkPaths(name, digest, canonical), canonical)
          return true
        })
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
        await pins.holding(blobPath(canonical), () => links.add(paths, canonical, moved))
        sizes.learn(canonical, size)
      }),

    async collect(found, canonical) {
      let isRemoved = false
      await sizes.change([canonical], async () => {
        isRemoved = await pins.removeFound(found)
        return new Map()
      })
      return isRemoved
    },
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
