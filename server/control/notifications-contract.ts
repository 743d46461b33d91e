import { nothing, object, text } from './check.ts'
import { read, write } from './method.ts'

/** Who is told elsewhere of what happens. */

/** Of `notifications.endpoints`. Counts are of this run. */
export interface NotificationEndpoint {
  readonly name: string
  /** Without its query, which may hold a secret. */
  readonly url: string
  readonly format: 'distribution' | 'cloudevents'
  readonly disabled: boolean
  readonly waiting: number
  readonly delivered: number
  /** Dropped, since too many waited or could not be kept. */
  readonly dropped: number
  /** Requests that failed since the last one that did not. */
  readonly failures: number
  readonly deliveredAt?: number
  readonly lastError?: { readonly at: number; readonly text: string }
  readonly nextTryAt?: number
}

export interface NotificationTest {
  /** Why it was not taken; absent when it was. */
  readonly problem?: string
  readonly seconds: number
}

const endpoint = object({ endpoint: text(200) })

export const NOTIFICATIONS_METHODS = {
  'notifications.list': read<readonly NotificationEndpoint[]>()(nothing),
  /** Sends an event of a push that was none. */
  'notifications.test': write<NotificationTest>()(endpoint),
  /** Tries what waits now. */
  'notifications.retry': write<void>()(endpoint),
} as const
