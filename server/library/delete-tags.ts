import type { Input } from '../control/contract.ts'
import type { DeletePreview, DeleteResult } from '../control/repositories-contract.ts'
import type { Log } from '../log.ts'
import { asDigest, type Digest } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import { asTag, type RepositoryName, type Tag } from '../oci/name.ts'
import type { Registry } from '../registry/registry.ts'
import { StorageUnavailable } from '../storage/driver.ts'
import type { DeletionPlans } from './deletion-plan.ts'
import type { Index } from './index.ts'
import { repositoryNamed } from './names.ts'
import type { Refresh } from './refresh.ts'

export interface Deletions {
  /** @throws ControlError NOT_FOUND */
  preview(input: Input<'tags.previewDelete'>): Promise<DeletePreview>
  /** Whether deleting is allowed at all is for the caller to know. @throws ControlError NOT_FOUND */
  remove(input: Input<'tags.delete'>): Promise<DeleteResult>
}

export interface DeletionParts {
  readonly registry: Registry
  readonly index: Index
  readonly plans: DeletionPlans
  readonly refresh: Refresh
  /** Brings all of a repository level with storage. */
  readonly look: (name: RepositoryName) => Promise<void>
  /** The same with all that this registry knows of it, which costs less where nobody else writes. */
  readonly catchUp: (name: RepositoryName) => Promise<void>
  readonly log: Log
}

/** Tags deleted, and then looked at again, at once: a push can come in between. */
const TAGS = 100
/** The same for manifests, which take more to forget. */
const MANIFESTS = 16

/**
 * Deletes tags, then the manifests that nothing else stands on, so that their space comes back when
 * it is collected. What is planned is what goes at most: the registry looks once more at what each
 * manifest is needed for, while nobody can push.
 */
export function createDeletions(parts: DeletionParts): Deletions {
  const { plans, look, catchUp } = parts

  return {
    async preview({ repository, tags }) {
      await look(repositoryNamed(repository))
      return await plans.preview(repository, tags)
    },

    async remove({ repository, tags }) {
      const name = repositoryNamed(repository)
      await catchUp(name)
      const roots = await rootsOf(parts, name, tags)
      const result = await removeTags(parts, name, tags)
      await removeManifests(
        parts,
        name,
        result.deleted.flatMap((tag) => roots.get(tag) ?? []),
      )
      return result
    },
  }
}

/** Where the tags point at this moment. */
async function rootsOf(
  { index, refresh }: DeletionParts,
  name: RepositoryName,
  texts: readonly string[],
): Promise<ReadonlyMap<string, Digest>> {
  const roots = new Map<string, Digest>()
  for (const tags of parted(
    [...new Set(texts)].flatMap((text) => asTag(text) ?? []),
    TAGS,
  )) {
    await refresh.tags(name, tags)
    for (const tag of tags) {
      const digest = asDigest(index.tag(name, tag)?.digest ?? '')
      if (digest) roots.set(tag, digest)
    }
  }
  for (const some of parted([...new Set(roots.values())], MANIFESTS)) {
    await refresh.manifests(name, some)
  }
  return roots
}

async function removeTags(
  parts: DeletionParts,
  name: RepositoryName,
  texts: readonly string[],
): Promise<DeleteResult> {
  const { registry, refresh } = parts
  const failures = new Map<string, string>()
  const all = [...new Set(texts)]
  for (const text of all) if (!asTag(text)) failures.set(text, NO_SUCH_TAG)
  for (const tags of parted(
    all.flatMap((text) => asTag(text) ?? []),
    TAGS,
  )) {
    const results = await registry.tags.removeEach(name, tags)
    for (const [at, tag] of tags.entries()) {
      const result = results[at]
      if (result?.status === 'rejected') failures.set(tag, explain(parts, name, tag, result.reason))
    }
    await refresh.tags(name, tags)
  }
  return {
    deleted: all.filter((text) => !failures.has(text)),
    failed: all.flatMap((tag) => {
      const message = failures.get(tag)
      return message === undefined ? [] : { tag, message }
    }),
  }
}

const NO_SUCH_TAG = 'there is no such tag'

/** Why a tag could not be deleted, to a person. */
function explain(
  { log }: DeletionParts,
  repository: RepositoryName,
  tag: Tag,
  error: unknown,
): string {
  if (error instanceof RegistryError && error.code === 'MANIFEST_UNKNOWN') return NO_SUCH_TAG
  log.error('a tag could not be deleted', { repository, tag, cause: error })
  if (error instanceof StorageUnavailable) return error.message
  return 'the registry failed; its log says why'
}

/** What cannot be removed is without a tag, and only takes space. */
async function removeManifests(
  { registry, index, plans, refresh, log }: DeletionParts,
  name: RepositoryName,
  roots: readonly Digest[],
): Promise<void> {
  // Before it is planned: whatever comes in from now on is looked at by the registry.
  const known = index.manifests(name).flatMap((text) => asDigest(text) ?? [])
  const going = (await plans.leftBehind(name, roots)).flatMap((text) => asDigest(text) ?? [])
  try {
    await registry.manifests.removeUntagged(name, going, known)
  } catch (cause) {
    log.warn('manifests without tags could not be deleted', { repository: name, cause })
  }
  for (const digests of parted(going, MANIFESTS)) await refresh.manifests(name, digests)
}

function* parted<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}
