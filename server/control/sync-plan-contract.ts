import { object, oneOf, optional, text } from './check.ts'
import { read, write } from './method.ts'
import { IMAGE_PAGE, PATTERNS, TARGET } from './sync-input.ts'

/** What a sync would do, and the images that it is about; a part of the contract. */

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

const ofState = optional(oneOf(...SYNC_IMAGE_STATES))

export const SYNC_PLAN_METHODS = {
  /** Begins to look at both sides. Only the latest plan of a target is kept, for an hour. */
  'sync.plan': write<SyncPlanView>()(object({ target: TARGET, only: optional(PATTERNS) })),
  'sync.getPlan': read<SyncPlanView>()(object({ plan: text(64) })),
  'sync.planImages': read<SyncImagePage>()(
    object({ plan: text(64), ...IMAGE_PAGE, state: ofState, search: optional(text(200)) }),
  ),
} as const
