import type { EndpointConfig } from '../config/config.ts'
import type { Log } from '../log.ts'
import type { NotificationEvent } from './event.ts'
import { DeliveryFailure, mostAtOnce, type Post } from './post.ts'
import type { Queue, WaitingEvent } from './queue.ts'

/** Brings what waits to one endpoint: one request at a time, so that the order stays. */
export interface Delivery {
  /** There may be something to bring. */
  wake(): void
  /** Tries now, whatever was planned. */
  retry(): void
  readonly state: DeliveryState
  /** Breaks off what is under way; it waits on, and may arrive twice. */
  stop(): Promise<void>
}

/** Times are milliseconds since 1970; what has not been is absent. Counts are of this run. */
export interface DeliveryState {
  readonly delivered: number
  /** Requests. */
  readonly failed: number
  /** Requests that failed since the last one that did not. */
  readonly failures: number
  readonly deliveredAt?: number
  readonly lastError?: { readonly at: number; readonly text: string }
  readonly nextTryAt?: number
}

/** What time it is, and something that happens later; for tests to have another. */
export interface Clock {
  now(): number
  /** @returns what calls it off */
  after(ms: number, work: () => void): () => void
}

export interface DeliveryParts {
  readonly endpoint: EndpointConfig
  readonly queue: Queue
  readonly post: Post
  readonly log: Pick<Log, 'info' | 'warn'>
  readonly clock?: Clock
  /** From 0 to 1. */
  readonly random?: () => number
}

/** The longest wait, unless `backoff` itself is longer. */
const LONGEST = 5 * 60_000
/** Between the tries before `threshold`. */
const FIRST = 100

/** An event that is refused so often, for so long, is set aside: by then somebody could have mended it. */
export const REFUSALS = { times: 20, hours: 4 } as const
const REFUSED_FOR = REFUSALS.hours * 3_600_000

const CLOCK: Clock = {
  now: Date.now,
  after(ms, work) {
    const timer = setTimeout(work, ms).unref()
    return () => clearTimeout(timer)
  },
}

export function createDelivery(parts: DeliveryParts): Delivery {
  const { endpoint, queue, post, log, clock = CLOCK, random = Math.random } = parts
  const { name } = endpoint
  const ending = new AbortController()
  let state: DeliveryState = { delivered: 0, failed: 0, failures: 0 }
  let running: Promise<void> | undefined
  let callOff: (() => void) | undefined
  /** Up to this event each goes alone, to find out which one of them is refused. */
  let alone = 0

  function succeed(count: number): void {
    if (state.failures > 0) log.info('notifications arrive again', { endpoint: name })
    const { delivered, failed, lastError } = state
    state = {
      delivered: delivered + count,
      failed,
      failures: 0,
      deliveredAt: clock.now(),
      ...(lastError && { lastError }),
    }
  }

  function fail(error: unknown): void {
    if (ending.signal.aborted) return
    const text = error instanceof Error ? error.message : String(error)
    if (state.failures === 0) log.warn('notifications do not arrive', { endpoint: name, text })
    const failures = state.failures + 1
    const wait = Math.round(waitAfter(failures, endpoint) * (0.5 + random() / 2))
    const now = clock.now()
    const failed = state.failed + 1
    state = { ...state, failed, failures, lastError: { at: now, text }, nextTryAt: now + wait }
    callOff = clock.after(wait, start)
  }

  /** @throws `error` where it is too early to give up */
  function refused(batch: readonly WaitingEvent[], error: DeliveryFailure): void {
    const [first, ...others] = batch
    if (!first) return
    const now = clock.now()
    if (others.length > 0) return void (alone = others.at(-1)?.id ?? 0)
    const { times, since } = queue.aside.refused(name, first.id, now)
    if (times < REFUSALS.times || now - since < REFUSED_FOR) throw error
    const answer = error.message
    const dropped = queue.setAside(name, { ...first, at: now, answer })
    log.warn('a notification was set aside: its endpoint refuses it', {
      endpoint: name,
      answer,
      ...(dropped > 0 && { dropped }),
    })
  }

  async function deliver(): Promise<void> {
    for (;;) {
      const waiting = queue.first(name, mostAtOnce(endpoint))
      const [first] = waiting
      if (!first || ending.signal.aborted) return
      const batch = first.id <= alone ? [first] : waiting
      try {
        await post(batch.map(eventIn), ending.signal)
      } catch (error) {
        if (!(error instanceof DeliveryFailure && error.isRefusal)) throw error
        refused(batch, error)
        continue
      }
      queue.removeUpTo(name, batch.at(-1)?.id ?? first.id)
      succeed(batch.length)
    }
  }

  function start(): void {
    if (running || ending.signal.aborted) return
    callOff?.()
    callOff = undefined
    running = deliver()
      .catch(fail)
      .finally(() => {
        running = undefined
        // What came while the last answer was on its way.
        if (state.nextTryAt === undefined && queue.size(name) > 0) start()
      })
    const { nextTryAt: _, ...rest } = state
    state = rest
  }

  return {
    wake() {
      if (state.nextTryAt === undefined) start()
    },
    retry: start,
    get state() {
      return state
    },
    async stop() {
      ending.abort()
      callOff?.()
      await running
    },
  }
}

const eventIn = ({ body }: Pick<WaitingEvent, 'body'>): NotificationEvent =>
  JSON.parse(body) as NotificationEvent

/** Quick at first, as an answer may only have been lost; after `threshold` twice as long each time. */
function waitAfter(failures: number, { threshold, backoff }: EndpointConfig): number {
  if (failures < threshold) return Math.min(backoff, FIRST * 2 ** failures)
  return Math.min(backoff * 2 ** Math.min(failures - threshold, 30), Math.max(backoff, LONGEST))
}
