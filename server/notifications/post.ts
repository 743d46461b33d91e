import pkg from '../../package.json' with { type: 'json' }
import type { EndpointConfig } from '../config/config.ts'
import { cloudEventOf } from './cloud-event.ts'
import type { NotificationEvent } from './event.ts'

/**
 * Sends events to an endpoint, the oldest first. Resolves when they were accepted.
 * @throws DeliveryFailure
 */
export type Post = (events: readonly NotificationEvent[], signal: AbortSignal) => Promise<void>

/** Why an endpoint has not taken events: for a person, without a secret. */
export class DeliveryFailure extends Error {
  /** The endpoint answers, and will not have what was sent; else it may only be away, or set up wrongly. */
  readonly isRefusal: boolean

  constructor(
    message: string,
    {
      isRefusal = false,
      ...options
    }: { readonly cause?: unknown; readonly isRefusal?: boolean } = {},
  ) {
    super(message, options)
    this.name = 'DeliveryFailure'
    this.isRefusal = isRefusal
  }
}

/** Answers below 500 that say nothing of what was sent: who sends it, or where, or that it comes too soon. */
const NOT_OF_THE_EVENT: ReadonlySet<number> = new Set([
  401, 403, 404, 405, 407, 408, 421, 423, 425, 429,
])

/** What Distribution calls it, its version 3 too. */
const ENVELOPE = 'application/vnd.docker.distribution.events.v1+json'
const CLOUD_EVENT = 'application/cloudevents+json'

/** How many events one request of this form carries at most. */
export function mostAtOnce({ format }: Pick<EndpointConfig, 'format'>): number {
  return format === 'cloudevents' ? 1 : 50
}

export function createPost(endpoint: EndpointConfig): Post {
  const { url, timeout } = endpoint
  const headers = headersFor(endpoint)
  return async (events, signal) => {
    const patience = AbortSignal.any([AbortSignal.timeout(timeout), signal])
    const body = JSON.stringify(bodyOf(events, endpoint))
    const answer = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: patience,
    }).catch((error: unknown) => {
      throw new DeliveryFailure(reasonFor(error, timeout), { cause: error })
    })
    // What it says does not matter, and must not pile up.
    await answer.body?.cancel().catch(() => {})
    if (answer.status < 200 || answer.status >= 400) {
      const { status, statusText } = answer
      const isRefusal = status >= 400 && status < 500 && !NOT_OF_THE_EVENT.has(status)
      throw new DeliveryFailure(`it answered ${status} ${statusText}`.trim(), { isRefusal })
    }
  }
}

function bodyOf(events: readonly NotificationEvent[], { format }: EndpointConfig): unknown {
  const [first] = events
  return format === 'cloudevents' && first ? cloudEventOf(first) : { events }
}

function headersFor({ headers, format }: EndpointConfig): Headers {
  const all = new Headers({ 'User-Agent': `berth/${pkg.version}` })
  for (const [name, values] of Object.entries(headers)) {
    all.delete(name)
    for (const value of values) all.append(name, value)
  }
  all.set('Content-Type', format === 'cloudevents' ? CLOUD_EVENT : ENVELOPE)
  return all
}

/** Only what the system says, which knows of no header. */
function reasonFor(error: unknown, timeout: number): string {
  const { name, cause } = error as { readonly name?: string; readonly cause?: unknown }
  if (name === 'TimeoutError') return `no answer within ${timeout / 1_000} s`
  const { code, message } = (cause ?? {}) as { readonly code?: string; readonly message?: string }
  return `it cannot be reached: ${code ?? message ?? 'the connection failed'}`
}
