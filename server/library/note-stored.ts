import type { Digest } from '../oci/digest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import type { Refresh } from './refresh.ts'

/** Manifests that were stored in a repository, and the tags that stand for one of them now. */
export interface StoredEvent {
  readonly repository: RepositoryName
  readonly manifests: readonly Digest[]
  readonly tags: readonly Tag[]
  readonly user?: string | undefined
}

/** Brings the index level with what was stored before it ends. */
export function createNoteStored(refresh: Refresh) {
  return async ({ repository, manifests, tags, user }: StoredEvent): Promise<void> => {
    const push = { at: Date.now(), by: user }
    const pushesOf = <T>(all: readonly T[]) => new Map(all.map((one) => [one, push] as const))
    await refresh.manifests(repository, manifests, pushesOf(manifests))
    await refresh.tags(repository, tags, pushesOf(tags))
  }
}
