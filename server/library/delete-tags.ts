import type { DeletePreview, DeleteResult, Input } from '../control/contract.ts'
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
  readonly log: Log
}

/**
 * Deletes tags, then the manifests that nothing else stands on, so that their space comes back when
 * it is collected. It is planned on what storage says right before, and looked at once more for
 * each manifest: somebody may push on.
 */
export function createDeletions(parts: DeletionParts): Deletions {
  const { index, plans, refresh, look } = parts

  return {
    async preview({ repository, tags }) {
      await look(repositoryNamed(repository))
      return await plans.preview(repository, tags)
    },

    async remove({ repository, tags }) {
      const name = repositoryNamed(repository)
      await look(name)
      const roots = new Map(tags.map((tag) => [tag, index.tag(name, tag)?.digest]))
      const result = await removeTags(parts, name, tags)
      await refresh.tags(
        name,
        result.deleted.map(asTag).filter((tag) => tag !== undefined),
      )
      const left = result.deleted.flatMap((tag) => roots.get(tag) ?? [])
      await removeManifests(parts, name, await plans.leftBehind(name, left))
      return result
    },
  }
}

async function removeTags(
  { registry, log }: DeletionParts,
  name: RepositoryName,
  tags: readonly string[],
): Promise<DeleteResult> {
  const deleted: string[] = []
  const failed: { tag: string; message: string }[] = []
  for (const text of new Set(tags)) {
    const tag = asTag(text)
    const message = tag ? await removeTag(registry, name, tag, log) : NO_SUCH_TAG
    if (message === undefined) deleted.push(text)
    else failed.push({ tag: text, message })
  }
  return { deleted, failed }
}

const NO_SUCH_TAG = 'there is no such tag'

/** @returns why it could not be removed */
async function removeTag(
  registry: Registry,
  name: RepositoryName,
  tag: Tag,
  log: Log,
): Promise<string | undefined> {
  try {
    await registry.tags.remove(name, tag)
    return undefined
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'MANIFEST_UNKNOWN') return NO_SUCH_TAG
    log.error('a tag could not be deleted', { repository: name, tag, cause: error })
    if (error instanceof StorageUnavailable) return error.message
    return 'the registry failed; its log says why'
  }
}

/** What cannot be removed is without a tag, and only takes space. */
async function removeManifests(
  { registry, index, plans, refresh, log }: DeletionParts,
  name: RepositoryName,
  digests: readonly string[],
): Promise<void> {
  for (const digest of digests.map(asDigest)) {
    if (!digest || plans.isNeeded(name, digest) || (await isTagged(registry, name, digest)))
      continue
    try {
      await registry.manifests.remove(name, digest)
    } catch (error) {
      log.warn('a manifest without tags could not be deleted', {
        repository: name,
        digest,
        cause: error,
      })
    }
    // One by one: what an index had is needed no more only when the index is known to be gone.
    await refresh.manifests(name, [digest])
    const dropped = index.pointingTo(name, digest).map(asTag)
    await refresh.tags(
      name,
      dropped.filter((tag) => tag !== undefined),
    )
  }
}

async function isTagged(
  registry: Registry,
  name: RepositoryName,
  digest: Digest,
): Promise<boolean> {
  for await (const _ of registry.tags.pointingTo(name, digest)) return true
  return false
}
