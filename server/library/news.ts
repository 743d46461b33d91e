import type { Log } from '../log.ts'
import { asDigest, type Digest } from '../oci/digest.ts'
import { asRepositoryName, asTag, type RepositoryName, type Tag } from '../oci/name.ts'
import type { Index, Pull } from './index.ts'
import type { Push } from './known-repositories.ts'
import type { Refresh } from './refresh.ts'

/** Something was stored, or asked for, under a digest and maybe a tag. */
export interface ManifestEvent {
  readonly repository: string
  readonly digest: string
  readonly tag?: string | undefined
  readonly user?: string | undefined
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface RemovedEvent {
  readonly repository: string
  readonly digest?: string | undefined
  readonly tag?: string | undefined
}

/**
 * What happens at the registry, on its way into the index. Telling costs next to nothing and never
 * fails; what is told within a moment is applied together, repository by repository.
 */
export interface News {
  pushed(event: ManifestEvent): void
  pulled(event: ManifestEvent): void
  removed(event: RemovedEvent): void
  /** When all that was told so far is in the index. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface NewsParts {
  readonly index: Index
  readonly refresh: Refresh
  readonly onChange: (name: string) => void
  /** Something was told that could not be applied. */
  readonly onMissed: () => void
  readonly log: Log
}

/** Milliseconds in which pushes and deletes are gathered: less than anybody sees. */
const MOMENT = 100
/** The same for pulls: a busy tag costs one write in this time. */
const PULLS = 3_000

export function createNews(parts: NewsParts): News {
  const changes = createGathered(MOMENT, (told: readonly Told[]) => applyAll(parts, told))
  const pulls = createPulls(parts)

  function tell(event: RemovedEvent, push?: Push): void {
    const name = asRepositoryName(event.repository)
    const tag = event.tag === undefined ? undefined : asTag(event.tag)
    const digest = event.digest === undefined ? undefined : asDigest(event.digest)
    if (name && (tag || digest)) changes.add({ name, tag, digest, push })
  }

  return {
    pushed: (event) => tell(event, { at: event.at, by: event.user }),
    removed: (event) => tell(event),
    pulled: ({ repository, digest, tag, at }) => pulls.add({ repository, digest, tag, at }),
    settled: () => changes.flush(),
    async close() {
      await changes.close()
      await pulls.close()
    },
  }
}

interface Told {
  readonly name: RepositoryName
  readonly tag: Tag | undefined
  readonly digest: Digest | undefined
  readonly push: Push | undefined
}

async function applyAll(parts: NewsParts, told: readonly Told[]): Promise<void> {
  const byName = Map.groupBy(told, ({ name }) => name)
  await Promise.all(Array.from(byName, ([name, some]) => apply(parts, name, some)))
}

/** Storage is asked what became of it, so only who pushed last is taken from what was told. */
async function apply(
  { index, refresh, onChange, log, onMissed }: NewsParts,
  name: RepositoryName,
  told: readonly Told[],
): Promise<void> {
  const tags = new Map<Tag, Push | undefined>()
  const digests = new Map<Digest, Push | undefined>()
  for (const { tag, digest, push } of told) {
    if (tag) tags.set(tag, push)
    if (digest) digests.set(digest, push)
    // A manifest takes its tags along.
    const others = digest && !push ? index.pointingTo(name, digest).map(asTag) : []
    for (const other of others) if (other && !tags.has(other)) tags.set(other, undefined)
  }
  try {
    await refresh.manifests(name, [...digests.keys()], pushesIn(digests))
    await refresh.tags(name, [...tags.keys()], pushesIn(tags))
  } catch (error) {
    log.warn('the index of the console misses a change until it looks through storage again', {
      repository: name,
      cause: error,
    })
    onMissed()
  }
  // A page of an image comes from storage: it may show what was gone before the index knew of it.
  if (told.some(({ push }) => !push)) onChange(name)
}

function pushesIn<T>(all: ReadonlyMap<T, Push | undefined>): ReadonlyMap<T, Push> {
  const pushes = new Map<T, Push>()
  for (const [key, push] of all) if (push) pushes.set(key, push)
  return pushes
}

function createPulls({ index, onChange, log }: NewsParts): Gathered<Pull> {
  return createGathered(PULLS, async (pulls: readonly Pull[]) => {
    const latest = latestOf(pulls)
    try {
      index.applyPulls(latest)
    } catch (error) {
      log.warn('the index of the console misses when something was pulled', { cause: error })
    }
    for (const { repository } of latest) onChange(repository)
  })
}

/** The last pull of each tag, and of each digest without one. */
function latestOf(pulls: readonly Pull[]): readonly Pull[] {
  const latest = new Map<string, Pull>()
  for (const pull of pulls) {
    const key = `${pull.repository} ${pull.tag} ${pull.digest}`
    if ((latest.get(key)?.at ?? 0) <= pull.at) latest.set(key, pull)
  }
  return [...latest.values()]
}

/** Gathers what is added for a moment, then hands it over. */
interface Gathered<T> {
  add(item: T): void
  /** When all that was added so far has been handled. */
  flush(): Promise<void>
  /** The same, and nothing is taken any more. */
  close(): Promise<void>
}

/** @param handle must not reject */
function createGathered<T>(
  moment: number,
  handle: (items: readonly T[]) => Promise<void>,
): Gathered<T> {
  let items: T[] = []
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<unknown> = Promise.resolve()
  let closed = false

  /** A slow repository does not hold up what comes later for another. */
  async function flush(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const taken = items
    items = []
    if (taken.length > 0) underWay = Promise.all([underWay, handle(taken)])
    await underWay
  }

  return {
    add(item) {
      if (closed) return
      items.push(item)
      timer ??= setTimeout(() => void flush(), moment).unref()
    },
    flush,
    close() {
      closed = true
      return flush()
    },
  }
}
