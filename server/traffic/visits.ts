import type { Digest } from '../oci/digest.ts'
import type { Tag } from '../oci/name.ts'
import type { Moving, RegistryEvent } from './witness.ts'

/** Something that a client did, with the bytes that it moved for it. */
export interface Deed {
  readonly at: number
  readonly action: 'push' | 'pull' | 'delete' | 'retag'
  readonly repository: string
  readonly tag?: string
  readonly digest?: string
  readonly bytes?: number
  readonly seconds?: number
  readonly user?: string
  readonly agent?: string
  readonly remote?: string
}

/**
 * Makes deeds of requests. A push is the blobs that come, then their manifest; a pull the manifest, then
 * the blobs. So what one client moves in one repository belongs together:
 *
 *     push   blob … blob  manifest(s) by digest  manifest by tag ─▶ a deed at once
 *     pull   where the tag points  manifest(s)  blob … blob  quiet ─▶ a deed
 *
 * A push by digest alone, too, is a deed when it stays quiet: the tag of what it is part of may follow.
 */
export interface Visits {
  begin(moving: Moving): () => void
  tell(event: RegistryEvent): void
  /** Everything that waits for quiet is a deed now, and nothing waits any more. */
  settle(): void
}

/** How long a client has to be quiet before it is done, in milliseconds. */
const QUIET = 2_000
/** A client that has not come back for so long starts anew, in milliseconds. */
const FORGOTTEN = 5 * 60_000
/** Tags remembered of one visit. */
const MOST_TAGS = 100
/** Clients remembered, each with one repository; beyond it the one longest away goes. */
const MOST = 1_000

/** What one client does in one repository. */
interface Visit {
  readonly key: string
  /** Tags by the digests that they were just found to point to. */
  readonly tags: Map<Digest, Tag>
  readonly push: Share
  readonly pull: Share
  /** Milliseconds since 1970. */
  lastAt: number
}

/** One direction of it. */
interface Share {
  /** The manifest that waits for quiet. */
  event: RegistryEvent | undefined
  bytes: number
  /** Transfers under way. */
  running: number
  /** When the first byte since the last deed began to move, and the last one had moved. */
  firstAt: number | undefined
  lastAt: number
}

/** @param onDeed told of each, in the order in which they end */
export function createVisits(onDeed: (deed: Deed) => void, now: () => number = Date.now): Visits {
  /** By client and repository, the one seen last at the end. */
  const visits = new Map<string, Visit>()
  const waiting = new Set<Visit>()
  let timer: NodeJS.Timeout | undefined

  function visitOf({ client, repository }: Pick<RegistryEvent, 'client' | 'repository'>): Visit {
    const key = `${repository} ${client.remote} ${client.agent ?? ''} ${client.user ?? ''}`
    const known = visits.get(key)
    const isOn = known && (isBusy(known) || now() - known.lastAt < FORGOTTEN)
    const visit = isOn ? known : newVisit(key, now())
    visits.delete(key)
    visits.set(key, visit)
    visit.lastAt = now()
    if (visits.size > MOST) forgetOldest()
    return visit
  }

  function forgetOldest(): void {
    const [oldest] = visits.values()
    if (!oldest) return
    finish(oldest)
    visits.delete(oldest.key)
  }

  function finish(visit: Visit): void {
    end(visit, visit.push)
    end(visit, visit.pull)
    waiting.delete(visit)
  }

  function end({ lastAt }: Visit, share: Share): void {
    if (!share.event) return
    onDeed({ ...deedOf(share.event, lastAt), ...whatMoved(share) })
    share.event = undefined
    share.bytes = 0
    share.firstAt = undefined
  }

  function wait(visit: Visit): void {
    waiting.add(visit)
    timer ??= setInterval(endQuiet, QUIET / 4).unref()
  }

  function endQuiet(): void {
    for (const visit of waiting) {
      if (!isBusy(visit) && now() - visit.lastAt >= QUIET) finish(visit)
    }
    if (waiting.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  function pushed(event: RegistryEvent, visit: Visit): void {
    if (event.tag === undefined) {
      visit.push.event ??= event
      return wait(visit)
    }
    visit.push.event = event
    end(visit, visit.push)
  }

  function pulled(event: RegistryEvent, visit: Visit): void {
    const { pull, tags } = visit
    const tag = event.tag ?? (event.digest && tags.get(event.digest))
    // A manifest by its digest is a part of the index that came before it.
    const isPart = pull.event !== undefined && (tag === undefined || tag === pull.event.tag)
    if (isPart) return
    end(visit, pull)
    pull.event = tag === undefined ? event : { ...event, tag }
    wait(visit)
  }

  return {
    begin(moving) {
      const visit = visitOf(moving)
      const share = visit[moving.direction]
      share.running++
      share.firstAt ??= now()
      return () => {
        share.running--
        share.bytes += moving.moved()
        share.lastAt = visit.lastAt = now()
      }
    },
    tell(event) {
      if (event.action === 'delete-blob') return
      const visit = visitOf(event)
      switch (event.action) {
        case 'push':
          return pushed(event, visit)
        case 'pull':
          return pulled(event, visit)
        case 'resolve':
          return learn(visit, event)
        case 'delete':
          return onDeed(deedOf(event, now()))
      }
    },
    settle() {
      clearInterval(timer)
      for (const visit of waiting) finish(visit)
    },
  }
}

function newVisit(key: string, now: number): Visit {
  const share = (): Share => ({
    event: undefined,
    bytes: 0,
    running: 0,
    firstAt: undefined,
    lastAt: now,
  })
  return { key, tags: new Map(), push: share(), pull: share(), lastAt: now }
}

function isBusy({ push, pull }: Visit): boolean {
  return push.running + pull.running > 0
}

function learn({ tags }: Visit, { digest, tag }: RegistryEvent): void {
  if (digest === undefined || tag === undefined) return
  if (tags.size >= MOST_TAGS) tags.clear()
  tags.set(digest, tag)
}

const DEEDS = {
  push: 'push',
  pull: 'pull',
  resolve: 'pull',
  delete: 'delete',
  'delete-blob': 'delete',
} as const

function deedOf({ action, repository, digest, tag, client }: RegistryEvent, at: number): Deed {
  return {
    at,
    action: DEEDS[action],
    repository,
    ...(tag && { tag }),
    ...(digest && { digest }),
    ...client,
  }
}

/** Nothing is said of bytes where none moved here: what the client had, or got elsewhere. */
function whatMoved({ bytes, firstAt, lastAt }: Share): Pick<Deed, 'bytes' | 'seconds'> {
  if (bytes === 0 || firstAt === undefined) return {}
  return { bytes, seconds: Math.max(1, lastAt - firstAt) / 1_000 }
}
