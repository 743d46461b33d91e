import type { EndpointConfig } from '../config/config.ts'
import type { Log } from '../log.ts'
import type { NotificationEvent } from './event.ts'
import { mostAtOnce, type Post } from './post.ts'
import type { Queue } from './queue.ts'

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

  async function deliver(): Promise<void> {
    for (;;) {
      const waiting = queue.first(name, mostAtOnce(endpoint))
      const last = waiting.at(-1)
      if (!last || ending.signal.aborted) return
      const events = waiting.map(({ body }) => JSON.parse(body) as NotificationEvent)
      await post(events, ending.signal)
      queue.removeUpTo(name, last.id)
      succeed(events.length)
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

/** Quick at first, as an answer may only have been lost; after `threshold` twice as long each time. */
function waitAfter(failures: number, { threshold, backoff }: EndpointConfig): number {
  if (failures < threshold) return Math.min(backoff, FIRST * 2 ** failures)
  return Math.min(backoff * 2 ** Math.min(failures - threshold, 30), Math.max(backoff, LONGEST))
}
