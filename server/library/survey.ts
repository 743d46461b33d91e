import type { Log } from '../log.ts'
import { asDigest, type Digest } from '../oci/digest.ts'
import { asRepositoryName, asTag, type RepositoryName, type Tag } from '../oci/name.ts'
import { ahead } from '../registry/ahead.ts'
import type { Registry } from '../registry/registry.ts'
import type { Index } from './index.ts'
import type { Pause } from './pauses.ts'
import type { Refresh } from './refresh.ts'

/**
 * Looks through all of storage, a few repositories at a time: first at every tag, so that lists are
 * soon whole, then at every manifest. What is in the index already costs a read; what is not in
 * storage any more goes.
 */
export interface Survey {
  /** @returns how many repositories could not be read. Rejects when not even their names could */
  run(): Promise<number>
  /** The same for one repository. */
  repository(name: RepositoryName): Promise<void>
  /** Ends what is under way, soon. */
  stop(): void
}

export interface SurveyParts {
  readonly registry: Registry
  readonly index: Index
  readonly refresh: Refresh
  readonly pause: Pause
  readonly log: Log
}

/** Repositories looked at at once. */
const WIDTH = 3
/** Tags or manifests between which a push of the same repository can come in. */
const TAGS = 64
const MANIFESTS = 16

export function createSurvey(parts: SurveyParts): Survey {
  const { registry, index, refresh, log } = parts
  let stopped = false
  const keepOn = (): boolean => !stopped

  async function tags(name: RepositoryName): Promise<void> {
    const stored = await Array.fromAsync(registry.tags.list(name))
    const known = index.tags(name).map(asTag)
    for (const some of chunks<Tag>([...stored, ...known], TAGS, keepOn)) {
      await refresh.tags(name, some)
    }
  }

  async function manifests(name: RepositoryName): Promise<void> {
    const stored = await Array.fromAsync(registry.manifests.list(name))
    const known = index.manifests(name).map(asDigest)
    for (const some of chunks<Digest>([...stored, ...known], MANIFESTS, keepOn)) {
      await refresh.manifests(name, some)
    }
  }

  /** @returns names of those that `look` failed at */
  async function each(
    names: Iterable<RepositoryName> | AsyncIterable<RepositoryName>,
    look: (name: RepositoryName) => Promise<void>,
  ): Promise<readonly string[]> {
    const failed: string[] = []
    const tryOne = async (name: RepositoryName): Promise<void> => {
      await parts.pause()
      if (stopped) return
      await look(name).catch((error: unknown) => {
        failed.push(name)
        log.debug('a repository could not be looked at', { repository: name, cause: error })
      })
    }
    for await (const _ of ahead(names, WIDTH, tryOne)) if (stopped) break
    return failed
  }

  return {
    async run() {
      const names = new Set<RepositoryName>()
      const withTags = await each(registry.catalog.list(), async (name) => {
        names.add(name)
        await tags(name)
      })
      const known = index.repositories().map(asRepositoryName)
      const vanished = known.filter((name) => name !== undefined && !names.has(name))
      const withoutTags = await each(
        vanished.filter((name) => name !== undefined),
        tags,
      )
      for (const name of vanished) if (name) names.add(name)
      const withManifests = await each(names, manifests)
      return new Set([...withTags, ...withoutTags, ...withManifests]).size
    },
    async repository(name) {
      await tags(name)
      await manifests(name)
    },
    stop() {
      stopped = true
    },
  }
}

/** Each item once, so many at a time, for as long as `keepOn` says so. */
function* chunks<T>(
  items: Iterable<T | undefined>,
  size: number,
  keepOn: () => boolean,
): Generator<readonly T[]> {
  const all = [...new Set(items)].filter((item) => item !== undefined)
  for (let at = 0; at < all.length && keepOn(); at += size) yield all.slice(at, at + size)
}
