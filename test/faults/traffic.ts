import { EventEmitter } from 'node:events'
import { type Answer, BodyBrokenOff } from '../support/http-client.ts'
import type { Ask } from '../support/http-image.ts'

/** The registry cannot answer now, and has said so: the client may ask again. */
export class Refused extends Error {}

/** What happens to requests. */
export type Event = 'sent' | 'answered' | 'refused'

/** The requests of all clients as one flow, that is judged, watched and held. */
export interface Traffic {
  /** @throws Refused after an answer that lets the client ask again. */
  readonly ask: Ask
  /** What the registry should not have answered, in words. */
  readonly faults: string[]
  /** Resolves when so many more have happened. */
  readonly more: (event: Event, count: number) => Promise<void>
  /** Lets no more requests out; resolves when those that were out have been answered. */
  readonly hold: () => Promise<void>
  readonly release: () => void
}

/** Judges what `ask` is answered. */
export function createTraffic(ask: Ask): Traffic {
  const faults: string[] = []
  const events = new EventEmitter<Record<Event, []>>().setMaxListeners(0)
  const out = new Set<Promise<Answer>>()
  let gate = openGate()
  const pass = async (): Promise<void> => {
    const asked = gate
    await asked.promise
    if (asked !== gate) await pass()
  }
  const send: Ask = async (...request) => {
    await pass()
    const answer = ask(...request)
    out.add(answer)
    events.emit('sent')
    return answer.finally(() => out.delete(answer))
  }
  return {
    faults,
    async ask(method, path, options) {
      const answer = await send(method, path, options).catch(asError)
      events.emit('answered')
      const fault = faultOf(method, answer)
      if (fault !== undefined) faults.push(`${method} ${path}: ${fault}`)
      if (!(answer instanceof Error) && answer.status < 500) return answer
      events.emit('refused')
      throw new Refused(`${method} ${path}`)
    },
    more: (event, count) => counted(events, event, count),
    async hold() {
      gate = Promise.withResolvers()
      await Promise.allSettled(out)
    },
    release: () => gate.resolve(),
  }
}

function openGate(): PromiseWithResolvers<void> {
  const gate = Promise.withResolvers<void>()
  gate.resolve()
  return gate
}

function counted(
  events: EventEmitter<Record<Event, []>>,
  event: Event,
  count: number,
): Promise<void> {
  return new Promise((resolve) => {
    let left = count
    const hear = () => {
      if (--left > 0) return
      events.off(event, hear)
      resolve()
    }
    events.on(event, hear)
  })
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/**
 * Storage may fail, the registry may not: it says in the words of the spec that the client may come
 * back, or, when it is too late for that, stops a body.
 */
function faultOf(method: string, answer: Answer | Error): string | undefined {
  if (answer instanceof BodyBrokenOff) return undefined
  if (answer instanceof Error) return String(answer)
  const { status, headers, body } = answer
  if (status < 500) return undefined
  const after = headers['retry-after']
  const kind = status === 503 && /^\d+$/.test(after ?? '')
  if (kind && (method === 'HEAD' || isErrorDocument(body))) return undefined
  return `${status}, Retry-After ${after}: ${body.toString().trim()}`
}

function isErrorDocument(body: Buffer): boolean {
  try {
    const document: { errors: { code?: unknown; message?: unknown }[] } = JSON.parse(String(body))
    return (
      document.errors.length > 0 && document.errors.every(({ code, message }) => code && message)
    )
  } catch {
    return false
  }
}
