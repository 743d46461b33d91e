import { flag, integer, list, nothing, object, oneOf, optional, text } from './check.ts'
import { read, write } from './method.ts'

/**
 * Bringing another registry level with this one, or this one with it; a part of the contract. Sizes are
 * bytes, times milliseconds since 1970. `here` is this registry, `there` the other one, whichever way it goes.
 *
 * A target is a registry that is saved (`remotes.*`) with a rule of what is to be level there. A plan says
 * what a run would do; a run does it. Both are begun by a method and go on by themselves: what comes of them
 * is asked for by their ids, and told by events of type `sync`.
 */

const SYNC_DIRECTIONS = ['push', 'pull'] as const
export type SyncDirection = (typeof SYNC_DIRECTIONS)[number]

/** What is to be level, and when that is seen to. */
export interface SyncRuleView {
  /** `push`: the other registry gets what is here; `pull`: the other way. */
  readonly direction: SyncDirection
  /** Patterns with `*` and `?`; one that begins with `!` leaves out. None: all. */
  readonly repositories: readonly string[]
  readonly tags: readonly string[]
  /** Such as `linux/arm64`. None: all, and indexes as they are. */
  readonly platforms: readonly string[]
  /** With signatures and attestations. */
  readonly referrers: boolean
  /** What is gone where it comes from goes away where it went. */
  readonly deletes: boolean
  /** A few seconds after every push here; only for `push`. */
  readonly afterPush: boolean
  /** Minutes between two looks; absent: by hand alone. */
  readonly everyMinutes?: number
  /** Bytes a second at most. */
  readonly limit?: number
}

export interface SyncTarget {
  readonly id: string
  /** The saved registry. */
  readonly remote: string
  /** Its address; absent where it is not saved any more. */
  readonly url?: string
  readonly rule: SyncRuleView
  /** Not looked after by itself for now. */
  readonly paused: boolean
  /** The last that ended. */
  readonly lastRun?: SyncRun
  /** Under way. */
  readonly running?: SyncRun
  /** What failed or is in conflict and was not seen to since; `run` is the last that met one of them. */
  readonly open?: { readonly run: number; readonly failed: number; readonly conflicts: number }
  /** Images that were pushed here and did not get there yet. */
  readonly waiting: number
  /** When it is looked at next by itself. */
  readonly nextAt?: number
}

export interface SyncTotals {
  readonly new: number
  readonly changed: number
  readonly equal: number
  readonly conflicts: number
  /** Tags that only the side has that is to be written. */
  readonly onlyThere: number
  readonly deletes: number
  /** Could not be looked at. */
  readonly failed: number
  readonly bytesToSend: number
  /** Of the same images, what is there already. */
  readonly bytesThere: number
  /** What is taken over from another repository there, without moving. */
  readonly bytesMountable: number
}

const SYNC_IMAGE_STATES = ['new', 'changed', 'equal', 'conflict', 'only-there', 'failed'] as const
export type SyncImageState = (typeof SYNC_IMAGE_STATES)[number]

/** An image in a plan or a run. */
export interface SyncImage {
  readonly repository: string
  readonly tag: string
  readonly state: SyncImageState
  /** Digests of what the tag stands for now. */
  readonly here?: string
  readonly there?: string
  /** Who moved it since both were level, for a conflict. */
  readonly moved?: 'here' | 'there' | 'both' | 'unknown'
  /** The tag would go, or has gone. */
  readonly deletes?: boolean
  /** To be sent for it alone, not counting what an image before it brings. */
  readonly bytes?: number
  /** What came of it, in a run: absent as long as nothing did. */
  readonly result?: 'done' | 'deleted' | 'failed' | 'conflict'
  /** Why it failed, for a person. */
  readonly problem?: string
  /** It failed or was in conflict, and a later run saw to it, or looked at it anew. */
  readonly settled?: boolean
}

/** What a tag stands for on one side, as far as that tells. */
export interface SyncSide {
  readonly digest: string
  /** Of all that it refers to, each once. */
  readonly bytes: number
  /** When it was built, as it says itself. */
  readonly createdAt?: number
  /** When it got there, and by whom: what only this registry knows of itself. */
  readonly pushedAt?: number
  readonly pushedBy?: string
}

export interface SyncSides {
  readonly here?: SyncSide
  readonly there?: SyncSide
}

/** In the order of repositories and tags. */
export interface SyncImagePage {
  readonly items: readonly SyncImage[]
  readonly total: number
}

export interface SyncPlanView {
  readonly id: string
  readonly target: string
  readonly state: 'looking' | 'ready' | 'failed'
  readonly at: number
  /** Repositories and images looked at so far. */
  readonly repositories: number
  readonly images: number
  readonly totals?: SyncTotals
  /** Share of the tags there that would be deleted, 0 to 1; above 0.2 a run has to be told that it is meant. */
  readonly deletedShare?: number
  /** Why it failed, for a person. */
  readonly message?: string
}

export type SyncRunState =
  | 'planning'
  | 'running'
  | 'paused'
  /** All is level, or what was asked for is. */
  | 'level'
  /** Something failed; `sync.retry` does just that. */
  | 'failed'
  | 'conflicts'
  | 'cancelled'
  /** Berth ended in the middle; it goes on with it by itself. */
  | 'interrupted'

export interface SyncRun {
  readonly id: number
  readonly target: string
  readonly remote: string
  readonly direction: SyncDirection
  readonly state: SyncRunState
  /** What began it. */
  readonly cause: 'hand' | 'push' | 'schedule' | 'retry' | 'conflict'
  readonly startedAt: number
  readonly endedAt?: number
  readonly totals?: SyncTotals
  readonly progress?: SyncProgress
  /** Images that did not get there. */
  readonly failed: number
  readonly conflicts: number
  /** Why nothing came of it at all, for a person. */
  readonly message?: string
}

export interface SyncProgress {
  readonly totalBytes: number
  readonly doneBytes: number
  /** That went over the line, also again. */
  readonly sentBytes: number
  readonly resentBytes: number
  readonly mountedBytes: number
  /** Bytes a second, over the last seconds. */
  readonly rate: number
  readonly secondsLeft?: number
  readonly images: { readonly total: number; readonly done: number; readonly failed: number }
  /** Under way now, 10 at most. */
  readonly current: readonly SyncImageProgress[]
}

export interface SyncImageProgress {
  readonly repository: string
  readonly tag: string
  readonly doneBytes: number
  readonly totalBytes: number
  readonly blobs: readonly {
    readonly digest: string
    readonly doneBytes: number
    readonly totalBytes: number
  }[]
}

/** Runs under way, with how far they are; a few times a second at most, and whenever one begins or ends. */
export interface SyncEvent {
  readonly type: 'sync'
  readonly runs: readonly SyncRun[]
  readonly plans: readonly SyncPlanView[]
}

const target = text(64)
const patterns = list(text(400), 100)
const page = { offset: integer(0, 10_000_000), limit: integer(1, 500) }
const ofState = optional(oneOf(...SYNC_IMAGE_STATES))
const run = integer(1, Number.MAX_SAFE_INTEGER)

export const SYNC_METHODS = {
  'sync.targets': read<readonly SyncTarget[]>()(nothing),
  /** A new one without an id. INVALID_INPUT for a pattern that is none; NOT_FOUND for a registry that is not saved. */
  'sync.saveTarget': write<SyncTarget>()(
    object({
      id: optional(target),
      remote: text(40),
      paused: optional(flag),
      rule: object({
        direction: oneOf(...SYNC_DIRECTIONS),
        repositories: optional(patterns),
        tags: optional(patterns),
        platforms: optional(list(text(60), 20)),
        referrers: flag,
        deletes: flag,
        afterPush: flag,
        everyMinutes: optional(integer(1, 43_200)),
        limit: optional(integer(1_000, Number.MAX_SAFE_INTEGER)),
      }),
    }),
  ),
  /** With what is remembered of its runs; CONFLICT while one is under way. */
  'sync.deleteTarget': write<void>()(object({ target })),
  /** Begins to look at both sides. Only the latest plan of a target is kept, for an hour. */
  'sync.plan': write<SyncPlanView>()(object({ target, only: optional(patterns) })),
  'sync.getPlan': read<SyncPlanView>()(object({ plan: text(64) })),
  'sync.planImages': read<SyncImagePage>()(
    object({ plan: text(64), ...page, state: ofState, search: optional(text(200)) }),
  ),
  /**
   * Begins a run, which looks anew. CONFLICT while another with the same registry is under way, or where
   * deletes have to be confirmed.
   */
  'sync.start': write<SyncRun>()(
    object({ target, only: optional(patterns), confirmDeletes: optional(flag) }),
  ),
  /** Those under way and those that ended, the newest first. */
  'sync.runs': read<readonly SyncRun[]>()(
    object({ target: optional(target), before: optional(run), limit: integer(1, 200) }),
  ),
  'sync.getRun': read<SyncRun>()(object({ run })),
  /** Of a run: all but those that were level already. */
  'sync.runImages': read<SyncImagePage>()(
    object({
      run,
      ...page,
      result: optional(oneOf('done', 'deleted', 'failed', 'conflict')),
      search: optional(text(200)),
    }),
  ),
  'sync.pause': write<SyncRun>()(object({ run })),
  'sync.resume': write<SyncRun>()(object({ run })),
  'sync.cancel': write<SyncRun>()(object({ run })),
  /** Just what failed, in a run of its own. */
  'sync.retry': write<SyncRun>()(object({ run })),
  /** Asks both sides now what a tag stands for. UNAVAILABLE where one does not answer. */
  'sync.sides': read<SyncSides>()(object({ target, repository: text(255), tag: text(128) })),
  /**
   * Settles a conflict: `here` counts on both sides, or `there` does; `both` keeps the other image there under
   * `otherTag` (unless given, the tag with the beginning of its digest) and then lets `here` count.
   */
  'sync.resolve': write<SyncRun>()(
    object({
      target,
      repository: text(255),
      tag: text(128),
      keep: oneOf('here', 'there', 'both'),
      otherTag: optional(text(128)),
    }),
  ),
} as const
