import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Config, EndpointConfig } from '../config/config.ts'
import type { Log } from '../log.ts'
import type { Happening } from '../traffic/witness.ts'
import type { AsideEvent } from './aside.ts'
import { createDelivery, type Clock, type Delivery, type DeliveryState } from './delivery.ts'
import { eventOf, type EventSource, type NotificationEvent } from './event.ts'
import { createPost } from './post.ts'
import { openQueue, type Queue } from './queue.ts'
import { retryAside, type Retried } from './retry-aside.ts'
import { testEvent } from './test-event.ts'

/** Tells endpoints elsewhere what happens in the registry. */
export interface Notifications {
  /** Kept until it is delivered, also over the end of this process. Never throws. */
  announce(happening: Happening): void
  list(): readonly EndpointState[]
  /** Sends an event that nothing stands behind, past what waits. Undefined for an endpoint that there is not. */
  test(endpoint: string): Promise<TestResult> | undefined
  /** Tries now. False for an endpoint that there is not. */
  retry(endpoint: string): boolean
  /** Events that were set aside, the oldest first; undefined for an endpoint that there is not, here and below. */
  aside(endpoint: string, limit: number): readonly AsideState[] | undefined
  /** Sends these of them once more. */
  retryAside(endpoint: string, ids: readonly number[]): Promise<Retried> | undefined
  /** Forgets these of them. @returns how many there were */
  discardAside(endpoint: string, ids: readonly number[]): number | undefined
  close(): Promise<void>
}

export interface EndpointState extends DeliveryState {
  readonly name: string
  /** Without its query, which may hold a secret. */
  readonly url: string
  readonly format: EndpointConfig['format']
  readonly disabled: boolean
  readonly waiting: number
  /** Events that were set aside, since the endpoint refuses them. */
  readonly aside: number
  /** Events in this run. */
  readonly happened: number
  /** Dropped in this run, since too many waited or could not be kept. */
  readonly dropped: number
}

export interface AsideState extends Pick<AsideEvent, 'id' | 'at' | 'answer'> {
  readonly action: string
  readonly repository: string
  /** A tag or a digest. */
  readonly reference?: string
}

export interface TestResult {
  /** Absent when it was accepted. */
  readonly problem?: string
  readonly seconds: number
}

export interface NotificationsParts {
  readonly config: Pick<Config, 'notifications' | 'ownFolder' | 'http'>
  /** Where the registry listens, as URLs; none before it does. */
  readonly urls: () => readonly string[]
  readonly log: Log
  readonly clock?: Clock
  readonly mostWaiting?: number
}

interface Target {
  readonly endpoint: EndpointConfig
  readonly delivery: Delivery
  happened: number
  dropped: number
}

/**
 * Pulls are gathered for so long, in milliseconds, and so many of them at most: a write and a request for a
 * few at a time cost the processor more than the pulls themselves.
 */
const GATHERING = 50
const MOST_GATHERED = 500

/** @throws Error that says what to do, when nothing can be kept */
export function openNotifications(parts: NotificationsParts): Notifications {
  const { config, log, clock } = parts
  const { endpoints, includeReferences } = config.notifications
  const queue = openQueue(config.ownFolder, log, parts.mostWaiting)
  forgetOthers(queue, endpoints, log)
  const targets = endpoints.map((endpoint): Target => {
    const post = createPost(endpoint)
    const delivery = createDelivery({ endpoint, queue, post, log, ...(clock && { clock }) })
    return { endpoint, delivery, happened: 0, dropped: 0 }
  })
  const active = targets.filter(({ endpoint }) => !endpoint.disabled)
  const instanceID = randomUUID()
  let known: { readonly url: string | undefined; readonly source: EventSource } | undefined
  const source = (): EventSource => {
    const [url] = parts.urls()
    if (known?.url !== url) known = undefined
    return (known ??= { url, source: { addr: addressOf(url), instanceID } }).source
  }
  const find = (name: string) => active.find(({ endpoint }) => endpoint.name === name)
  for (const { delivery } of active) delivery.wake()

  let gathered: { readonly wanting: readonly Target[]; readonly event: NotificationEvent }[] = []
  let timer: NodeJS.Timeout | undefined

  function keep(): void {
    clearTimeout(timer)
    timer = undefined
    const events = gathered
    gathered = []
    const told = new Set(events.flatMap(({ wanting }) => wanting))
    try {
      const dropped = queue.add(
        ...events.map(({ wanting, event }) => ({
          endpoints: wanting.map(({ endpoint }) => endpoint.name),
          body: JSON.stringify(event),
        })),
      )
      for (const [name, count] of dropped) drop(find(name), count)
    } catch (cause) {
      for (const { wanting } of events) for (const target of wanting) target.dropped++
      log.error('notifications could not be kept and are lost', { cause })
    }
    for (const { delivery } of told) delivery.wake()
  }

  function drop(target: Target | undefined, count: number, cause?: unknown): void {
    if (!target) return
    target.dropped += count
    const told = { endpoint: target.endpoint.name, dropped: count, cause }
    log.warn('notifications were dropped: too many wait for their endpoint', told)
  }

  return {
    announce(happening) {
      const wanting = active.filter(({ endpoint }) => wants(endpoint, happening))
      if (wanting.length === 0) return
      for (const target of wanting) target.happened++
      gathered.push({
        wanting,
        event: eventOf(happening, { source: source(), includeReferences }),
      })
      // A change is kept before its client hears of it; pulls, of which there are many, some at a time.
      if (happening.action !== 'pull' || gathered.length >= MOST_GATHERED) keep()
      else timer ??= setTimeout(keep, GATHERING).unref()
    },
    list: () => targets.map((target) => stateOf(target, queue)),
    test(name) {
      const target = find(name)
      return target && sendTest(target.endpoint, testEvent(source()))
    },
    retry(name) {
      find(name)?.delivery.retry()
      return find(name) !== undefined
    },
    aside: (name, limit) => find(name) && queue.aside.list(name, limit).map(asideState),
    retryAside(name, ids) {
      const target = find(name)
      return target && retryAside(queue.aside, name, ids, createPost(target.endpoint))
    },
    discardAside: (name, ids) => find(name) && queue.aside.remove(name, ids),
    async close() {
      if (gathered.length > 0) keep()
      await Promise.all(targets.map(({ delivery }) => delivery.stop()))
      queue.close()
    },
  }
}

function forgetOthers(queue: Queue, endpoints: readonly EndpointConfig[], log: Log): void {
  const forgotten = queue.keepOnly(endpoints.map(({ name }) => name))
  if (forgotten === 0) return
  log.warn('notifications that waited for endpoints that are gone were dropped', { forgotten })
}

function wants(endpoint: EndpointConfig, { action, content }: Happening): boolean {
  const { ignoredActions, ignoredMediaTypes } = endpoint
  if (ignoredActions.includes(action)) return false
  return content === undefined || !ignoredMediaTypes.includes(content.mediaType)
}

function addressOf(url = ''): string {
  const port = URL.canParse(url) ? new URL(url).port : ''
  return port === '' ? hostname() : `${hostname()}:${port}`
}

async function sendTest(endpoint: EndpointConfig, event: NotificationEvent): Promise<TestResult> {
  const started = performance.now()
  const seconds = (): number => (performance.now() - started) / 1_000
  try {
    await createPost(endpoint)([event], new AbortController().signal)
    return { seconds: seconds() }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error), seconds: seconds() }
  }
}

function stateOf({ endpoint, delivery, happened, dropped }: Target, queue: Queue): EndpointState {
  const { name, url, format, disabled } = endpoint
  const waiting = queue.size(name)
  const shown = `${url.origin}${url.pathname}`
  const aside = queue.aside.size(name)
  return {
    ...delivery.state,
    name,
    url: shown,
    format,
    disabled,
    waiting,
    aside,
    happened,
    dropped,
  }
}

function asideState({ id, at, answer, body }: AsideEvent): AsideState {
  const { action, target } = JSON.parse(body) as NotificationEvent
  const { repository, tag, digest } = target
  const reference = tag ?? digest
  return { id, at, answer, action, repository, ...(reference !== undefined && { reference }) }
}
