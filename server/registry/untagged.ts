import { asDigest, type Digest } from '../oci/digest.ts'
import { parseStored } from '../oci/manifest.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { FoundObject, StorageDriver } from '../storage/driver.ts'
import { ahead } from './ahead.ts'
import { referrerLink, revisionLink } from './layout.ts'
import type { Links } from './links.ts'
import { sideBySide } from './side-by-side.ts'
import type { Tags } from './tags.ts'
import type { Turns } from './turns.ts'

/**
 * Removes those of `digests` that nothing needs at that moment: to which no tag points, and which are in
 * no index that stays; a part of them at a time, the first ones first. A push that is acknowledged before,
 * between or after keeps all that it stands on.
 *
 * @param known manifests of the repository of which the caller knows that none of them that stays has one
 *   of `digests`; any other that is found is looked at
 * @returns those that were removed
 */
export type RemoveUntagged = (
  name: RepositoryName,
  digests: readonly Digest[],
  known: Iterable<Digest>,
  options?: RemoveUntaggedOptions,
) => Promise<readonly Digest[]>

export interface RemoveUntaggedOptions {
  /** What was pushed, or held for a push, since then stays where others write too; see `Pins`. */
  readonly before?: Date
  /** Told of those that are gone, a part of them at a time, also when the next ones fail. */
  readonly onRemoved?: (digests: readonly Digest[]) => void
}

export interface UntaggedParts {
  readonly driver: StorageDriver
  readonly links: Links
  readonly tags: Tags
  readonly turns: Turns
  readonly list: (name: RepositoryName) => AsyncIterable<Digest>
  /** The bytes of a manifest. */
  readonly read: (name: RepositoryName, digest: Digest) => Promise<Buffer | undefined>
}

/** Manifests removed in one turn: pushes of the repository wait for that long. */
const AT_ONCE = 100
const WIDTH = 16

export function createRemoveUntagged(parts: UntaggedParts): RemoveUntagged {
  const { driver, links, tags, turns, list } = parts

  async function childrenOf(name: RepositoryName, digest: Digest): Promise<readonly Digest[]> {
    const bytes = await parts.read(name, digest)
    const { children = [] } = (bytes && parseStored(bytes)) ?? {}
    return children.flatMap((child) => asDigest(child.digest) ?? [])
  }

  /** Those of `digests` that a tag leads to, or a manifest that is not trusted to have none of them. */
  async function needed(
    name: RepositoryName,
    digests: ReadonlySet<Digest>,
    trusted: ReadonlySet<Digest>,
  ): Promise<ReadonlySet<Digest>> {
    const stays = new Set<Digest>()
    for await (const { digest } of tags.pointingToAny(name, digests)) stays.add(digest)
    for await (const digest of list(name)) if (!trusted.has(digest)) stays.add(digest)
    // A set goes on to what is added to it on the way.
    for (const digest of stays) {
      for (const child of await childrenOf(name, digest)) if (digests.has(child)) stays.add(child)
    }
    return new Set([...stays].filter((digest) => digests.has(digest)))
  }

  /** As they are before it is found out who needs them: who comes to need one of them since changes it. */
  async function lookAt(
    name: RepositoryName,
    digests: readonly Digest[],
  ): Promise<ReadonlyMap<Digest, FoundObject>> {
    const seen = new Map<Digest, FoundObject>()
    const look = async (digest: Digest): Promise<void> => {
      const path = revisionLink(name, digest)
      const found = await driver.stat(path)
      if (found) seen.set(digest, { path, ...found })
    }
    for await (const _ of ahead(digests, WIDTH, look));
    return seen
  }

  /** @param found as it must still be; without it the caller has the repository to itself */
  async function removeOne(
    name: RepositoryName,
    digest: Digest,
    found: FoundObject | undefined,
  ): Promise<Removed | undefined> {
    const revision = revisionLink(name, digest)
    const canonical = await links.read(revision)
    if (!canonical) return undefined
    const bytes = await parts.read(name, digest)
    const subject = asDigest((bytes && parseStored(bytes)?.subject?.digest) ?? '')
    const referrer = subject && referrerLink(name, subject, digest)
    if (referrer) await links.remove(referrer)
    if (!found) await links.remove(revision)
    else if (!(await links.removeFound(found))) {
      if (referrer) await links.add([referrer], canonical)
      return undefined
    }
    return { digest, canonical, paths: referrer ? [revision, referrer] : [revision] }
  }

  /** Where others write too, one may have come to need them since it was looked: whoever is last sees it. */
  async function putBack(
    name: RepositoryName,
    removed: Map<Digest, Removed>,
    trusted: ReadonlySet<Digest>,
  ): Promise<void> {
    for (let more = true; more;) {
      const back = await needed(name, new Set(removed.keys()), trusted)
      for (const digest of back) {
        const { canonical, paths = [] } = removed.get(digest) ?? {}
        if (canonical) await links.add(paths, canonical)
        removed.delete(digest)
      }
      more = back.size > 0
    }
  }

  /** One turn. What is decided of is in `left` no more, and not trusted if it is there again. */
  async function removeSome(
    name: RepositoryName,
    left: Set<Digest>,
    trusted: Set<Digest>,
    { before, onRemoved }: RemoveUntaggedOptions,
  ): Promise<void> {
    const decide = (digests: Iterable<Digest>): void => {
      for (const digest of digests) {
        left.delete(digest)
        trusted.delete(digest)
      }
    }
    const first = [...left].slice(0, AT_ONCE)
    const seen = driver.exclusive ? undefined : await lookAt(name, first)
    decide(await needed(name, left, trusted))
    const some = first.filter((digest) => left.has(digest))
    decide(some)
    const removed = new Map<Digest, Removed>()
    const results = await sideBySide(some, WIDTH, async (digest) => {
      const found = seen?.get(digest)
      if (seen && (!found || (before && found.modified >= before))) return
      const one = await removeOne(name, digest, found)
      if (one) removed.set(digest, one)
    })
    if (!driver.exclusive) await putBack(name, removed, trusted)
    const gone = some.filter((digest) => removed.has(digest))
    if (gone.length > 0) onRemoved?.(gone)
    const failed = results.find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  }

  return async (name, digests, known, wishes = {}) => {
    const left = new Set(digests)
    const trusted = new Set([...known, ...left])
    const removed: Digest[] = []
    const options: RemoveUntaggedOptions = {
      ...wishes,
      onRemoved(some) {
        removed.push(...some)
        wishes.onRemoved?.(some)
      },
    }
    while (left.size > 0) {
      await turns.alone(name, () => removeSome(name, left, trusted, options))
    }
    return removed
  }
}

/** A manifest that was removed, and the links that it had. */
interface Removed {
  readonly digest: Digest
  readonly canonical: Digest
  readonly paths: readonly string[]
}
