import { integer, list, nothing, object, text } from './check.ts'
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
  /** Set aside, since the endpoint refuses them; further ones are delivered meanwhile. */
  readonly aside: number
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

/** An event that was set aside. */
export interface AsideNotification {
  readonly id: number
  readonly action: string
  readonly repository: string
  /** A tag or a digest. */
  readonly reference?: string
  /** What the endpoint said to it. */
  readonly answer: string
  readonly at: number
}

export interface AsideRetried {
  readonly taken: number
  /** Why the next one was not taken; absent when none is left, or it took too long. */
  readonly problem?: string
}

/** Events that were set aside and are listed, or decided of, at once. */
export const LISTED_ASIDE = 100

const some = object({
  endpoint: text(200),
  ids: list(integer(1, Number.MAX_SAFE_INTEGER), LISTED_ASIDE),
})
const endpoint = object({ endpoint: text(200) })

export const NOTIFICATIONS_METHODS = {
  'notifications.list': read<readonly NotificationEndpoint[]>()(nothing),
  /** Sends an event of a push that was none. */
  'notifications.test': write<NotificationTest>()(endpoint),
  /** Tries what waits now. */
  'notifications.retry': write<void>()(endpoint),
  /** The oldest that were set aside. */
  'notifications.aside': read<readonly AsideNotification[]>()(endpoint),
  /** Sends these once more, the oldest first, up to the first that is not taken. */
  'notifications.retryAside': write<AsideRetried>()(some),
  'notifications.discardAside': write<void>()(some),
} as const
