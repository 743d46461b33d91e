import { digestOf, type Digest } from '../oci/digest.ts'
import { storedMediaType } from '../oci/manifest.ts'
import type { StorageDriver } from '../storage/driver.ts'
import { createContentCache } from './content-cache.ts'
import type { OnLookup } from './fresh.ts'
import { blobPath } from './layout.ts'

/** The bytes of manifests, whatever repositories have them. */
export interface ManifestContents {
  /** Undefined for what is not in storage, and for what is damaged there. */
  get(canonical: Digest): Promise<Content | undefined>
  /** Told of what has just been stored. */
  learn(canonical: Digest, content: Content): void
  /** Told of what is in storage no more. */
  forget(canonical: Digest): void
}

export interface Content {
  readonly mediaType: string
  readonly bytes: Buffer
}

export interface ContentParts {
  readonly driver: StorageDriver
  readonly remember: boolean
  /** Told of stored content that is damaged. */
  readonly onDamage: (path: string) => void
  readonly onLookup?: OnLookup | undefined
}

/** Bytes of manifests kept in memory. */
const CACHED = 64 * 1024 * 1024

export function createManifestContents(parts: ContentParts): ManifestContents {
  const { driver, remember, onDamage, onLookup } = parts
  const cache = createContentCache<Content>(remember ? CACHED : 0)
  const learn = (canonical: Digest, content: Content): void =>
    cache.set(canonical, content, content.bytes.length)

  return {
    learn,
    forget: (canonical) => cache.delete(canonical),
    async get(canonical) {
      const known = cache.get(canonical)
      if (remember) onLookup?.(known !== undefined)
      if (known) return known
      const bytes = await driver.read(blobPath(canonical))
      if (!bytes) return undefined
      // Never serve what does not match; to the client it is missing, so that a push mends it.
      if (digestOf(bytes) !== canonical) {
        onDamage(blobPath(canonical))
        return undefined
      }
      const found = { bytes, mediaType: storedMediaType(bytes) }
      learn(canonical, found)
      return found
    },
  }
}
