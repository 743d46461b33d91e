import type { StorageDriver } from '../storage/driver.ts'
import { createBlobs, type Blobs } from './blobs.ts'
import { createCatalog, type Catalog } from './catalog.ts'
import type { OnLookup } from './fresh.ts'
import { createLinks } from './links.ts'
import { createPins } from './pins.ts'
import { createManifests, type Manifests } from './manifests.ts'
import type { ReferencePolicy } from './references.ts'
import { createReferrers, type Referrers } from './referrers.ts'
import { createSweep, type Sweep } from './sweep.ts'
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
  readonly sweep: Sweep
}

export interface RegistryOptions {
  readonly policy: ReferencePolicy
  /** Keep descriptors and manifests in memory. */
  readonly remember: boolean
  readonly onDamage: (path: string) => void
  /** Told of each look into what is kept in memory. */
  readonly onLookup?: OnLookup | undefined
  /** `storage.maintenance.gc.grace`, in milliseconds; an hour unless given. */
  readonly grace?: number
}

/** How long what nothing needs is left alone, in milliseconds, unless the configuration says. */
export const GRACE = 60 * 60_000

export function createRegistry(driver: StorageDriver, options: RegistryOptions): Registry {
  const { remember, onLookup } = options
  const pins = createPins(driver, options.grace ?? GRACE)
  const links = createLinks(driver, pins, remember, onLookup)
  const turns = createTurns()
  const tags = createTags(driver, links, turns)
  const blobs = createBlobs({ driver, links, turns, pins, remember, onLookup })
  const manifests = createManifests({ driver, links, blobs, tags, turns, pins, ...options })
  return {
    blobs,
    catalog: createCatalog(driver),
    manifests,
    referrers: createReferrers(driver, manifests),
    tags,
    uploads: createUploads(driver, blobs),
    sweep: createSweep({ driver, links, blobs, manifests, turns }),
  }
}
