import type { StorageDriver } from '../storage/driver.ts'
import { createBlobs, type Blobs } from './blobs.ts'
import { createCatalog, type Catalog } from './catalog.ts'
import type { OnLookup } from './fresh.ts'
import { createLinks } from './links.ts'
import { createManifests, type Manifests } from './manifests.ts'
import type { ReferencePolicy } from './references.ts'
import { createReferrers, type Referrers } from './referrers.ts'
import { createTags, type Tags } from './tags.ts'
import { createTurns } from './turns.ts'
import { createUploads, type Uploads } from './uploads.ts'

/** Everything the protocol offers, on one storage. */
export interface Registry {
  readonly blobs: Blobs
  readonly catalog: Catalog
  readonly manifests: Manifests
  readonly referrers: Referrers
  readonly tags: Tags
  readonly uploads: Uploads
}

export interface RegistryOptions {
  readonly policy: ReferencePolicy
  /** Keep descriptors and manifests in memory. */
  readonly remember: boolean
  readonly onDamage: (path: string) => void
  /** Told of each look into what is kept in memory. */
  readonly onLookup?: OnLookup | undefined
}

export function createRegistry(driver: StorageDriver, options: RegistryOptions): Registry {
  const { remember, onLookup } = options
  const links = createLinks(driver, remember, onLookup)
  const turns = createTurns()
  const tags = createTags(driver, links, turns)
  const blobs = createBlobs(driver, links, turns, remember, onLookup)
  const manifests = createManifests({ driver, links, blobs, tags, turns, ...options })
  return {
    blobs,
    catalog: createCatalog(driver),
    manifests,
    referrers: createReferrers(driver, manifests),
    tags,
    uploads: createUploads(driver, blobs),
  }
}
