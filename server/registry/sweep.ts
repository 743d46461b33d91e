import type { Digest } from '../oci/digest.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { FoundObject, StorageDriver } from '../storage/driver.ts'
import type { Blobs } from './blobs.ts'
import { repositoryPath, REPOSITORIES } from './layout.ts'
import type { Links } from './links.ts'
import type { Manifests } from './manifests.ts'
import type { Turns } from './turns.ts'

/** Takes away what a collection has found to be needed by nobody. All of it may be done while others push. */
export interface Sweep {
  /** A repository's link to a blob. @returns false when it has changed or was held since it was found */
  link(name: RepositoryName, found: FoundObject): Promise<boolean>
  /** Bytes that no link leads to. @returns the same */
  blob(canonical: Digest, found: FoundObject): Promise<boolean>
  /** What is left of a repository that has nothing in it; whatever is there stays. */
  folders(name: RepositoryName): Promise<void>
}

export interface SweepParts {
  readonly driver: StorageDriver
  readonly links: Links
  readonly blobs: Blobs
  readonly manifests: Manifests
  readonly turns: Turns
}

export function createSweep({ driver, links, blobs, manifests, turns }: SweepParts): Sweep {
  return {
    // Where others write too, it is the version of the link that tells whether it has changed.
    link: (name, found) =>
      driver.exclusive
        ? turns.alone(name, () => links.removeFound(found))
        : links.removeFound(found),

    async blob(canonical, found) {
      const isRemoved = await blobs.collect(found, canonical)
      if (isRemoved) manifests.forget(canonical)
      return isRemoved
    },

    folders: (name) =>
      turns.alone(name, () => driver.removeEmptyFolders(repositoryPath(name), REPOSITORIES)),
  }
}
