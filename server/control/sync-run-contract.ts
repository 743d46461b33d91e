import { flag, integer, object, oneOf, optional, text } from './check.ts'
import { read, write } from './method.ts'
import { IMAGE_PAGE, PATTERNS, TARGET } from './sync-input.ts'
import type { SyncImagePage, SyncTotals } from './sync-plan-contract.ts'

/** What a sync does and has done, and what it could not settle by itself; a part of the contract. */

export const SYNC_DIRECTIONS = ['push', 'pull'] as const
export type SyncDirection = (typeof SYNC_DIRECTIONS)[number]

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

const run = integer(1, Number.MAX_SAFE_INTEGER)

export const SYNC_RUN_METHODS = {
  /**
   * Begins a run, which looks anew. CONFLICT while another with the same registry is under way, or where
   * deletes have to be confirmed.
   */
  'sync.start': write<SyncRun>()(
    object({ target: TARGET, only: optional(PATTERNS), confirmDeletes: optional(flag) }),
  ),
  /** Those under way and those that ended, the newest first. */
  'sync.runs': read<readonly SyncRun[]>()(
    object({ target: optional(TARGET), before: optional(run), limit: integer(1, 200) }),
  ),
  'sync.getRun': read<SyncRun>()(object({ run })),
  /** Of a run: all but those that were level already. */
  'sync.runImages': read<SyncImagePage>()(
    object({
      run,
      ...IMAGE_PAGE,
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
  'sync.sides': read<SyncSides>()(
    object({ target: TARGET, repository: text(255), tag: text(128) }),
  ),
  /**
   * Settles a conflict: `here` counts on both sides, or `there` does; `both` keeps the other image there under
   * `otherTag` (unless given, the tag with the beginning of its digest) and then lets `here` count.
   */
  'sync.resolve': write<SyncRun>()(
    object({
      target: TARGET,
      repository: text(255),
      tag: text(128),
      keep: oneOf('here', 'there', 'both'),
      otherTag: optional(text(128)),
    }),
  ),
} as const
