import { flag, integer, list, nothing, object, oneOf, optional, text } from './check.ts'
import { read, write } from './method.ts'
import { PATTERNS, TARGET } from './sync-input.ts'
import { SYNC_PLAN_METHODS, type SyncPlanView } from './sync-plan-contract.ts'
import {
  SYNC_DIRECTIONS,
  SYNC_RUN_METHODS,
  type SyncDirection,
  type SyncRun,
} from './sync-run-contract.ts'

/**
 * Bringing another registry level with this one, or this one with it; a part of the contract. Sizes are
 * bytes, times milliseconds since 1970. `here` is this registry, `there` the other one, whichever way it goes.
 *
 * A target is a registry that is saved (`remotes.*`) with a rule of what is to be level there. A plan says
 * what a run would do; a run does it. Both are begun by a method and go on by themselves: what comes of them
 * is asked for by their ids, and told by events of type `sync`.
 */

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

/** Runs under way, with how far they are; a few times a second at most, and whenever one begins or ends. */
export interface SyncEvent {
  readonly type: 'sync'
  readonly runs: readonly SyncRun[]
  readonly plans: readonly SyncPlanView[]
}

export const SYNC_METHODS = {
  'sync.targets': read<readonly SyncTarget[]>()(nothing),
  /** A new one without an id. INVALID_INPUT for a pattern that is none; NOT_FOUND for a registry that is not saved. */
  'sync.saveTarget': write<SyncTarget>()(
    object({
      id: optional(TARGET),
      remote: text(40),
      paused: optional(flag),
      rule: object({
        direction: oneOf(...SYNC_DIRECTIONS),
        repositories: optional(PATTERNS),
        tags: optional(PATTERNS),
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
  'sync.deleteTarget': write<void>()(object({ target: TARGET })),
  ...SYNC_PLAN_METHODS,
  ...SYNC_RUN_METHODS,
} as const
