import { integer, nothing, object, optional, text } from './check.ts'
import { read } from './method.ts'

/** What clients move now, and what was done before; a part of the contract. */

/** Bytes on their way, of one image or blob from or to one client. */
export interface Transfer {
  readonly id: string
  readonly direction: 'push' | 'pull'
  readonly repository: string
  readonly digest?: string
  /** Who logged in, and with what program. */
  readonly user?: string
  readonly agent?: string
  readonly remote: string
  readonly startedAt: number
  readonly bytes: number
  /** Absent where the client has not told. */
  readonly totalBytes?: number
  /** Bytes a second, over the last seconds. */
  readonly rate: number
}

/** Something that happened, for the history. */
export interface Activity {
  readonly id: number
  readonly at: number
  readonly action: 'push' | 'pull' | 'delete' | 'retag'
  readonly repository: string
  readonly tag?: string
  readonly digest?: string
  /** Bytes that moved. */
  readonly bytes?: number
  readonly seconds?: number
  readonly user?: string
  readonly agent?: string
  readonly remote?: string
}

export const ACTIVITY_METHODS = {
  'transfers.list': read<readonly Transfer[]>()(nothing),
  /** The newest first. */
  'activity.list': read<readonly Activity[]>()(
    object({
      limit: integer(1, 500),
      before: optional(integer(1, Number.MAX_SAFE_INTEGER)),
      search: optional(text(200)),
    }),
  ),
} as const
