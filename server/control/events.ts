import type { ConsoleEvent } from './contract.ts'

/** An event as it goes out. Ids only ever grow, also over a restart. */
export interface SentEvent {
  readonly id: number
  readonly event: ConsoleEvent
  /** The event as JSON. */
  readonly text: string
}

export interface Subscription {
  /** What came after the event that the listener knows; undefined when not all of it is there any more. */
  readonly missed: readonly SentEvent[] | undefined
  /** Of the last event before the first that the listener gets. */
  readonly lastId: number
  end(): void
}

/** Carries what happens to everybody who listens, and keeps a while what somebody may ask for again. */
export interface Events {
  /** `make` is called only where somebody may want the event. */
  publish(make: () => ConsoleEvent): void
  /** @param after the id of the last event that the listener has */
  subscribe(listener: (sent: SentEvent) => void, after?: number): Subscription
  /** Whether somebody listens, or did a moment ago and may come back. */
  readonly wanted: boolean
}

/** What is kept for listeners that come back. */
const KEPT_EVENTS = 1_000
const KEPT_CHARACTERS = 1024 * 1024
/** How long somebody is waited for who went away, in milliseconds. */
const PATIENCE = 60_000

/** @param now milliseconds since 1970; a test's own clock */
export function createEvents(now: () => number = Date.now): Events {
  const listeners = new Set<(sent: SentEvent) => void>()
  const kept = createKept()
  let lastLeft = -Infinity
  // A process that starts later goes on with greater ids, so that nobody takes its events for others.
  let lastId = now() * 1_000
  /** Whoever knows less than this has missed something that is not kept. */
  let complete = lastId

  const isWanted = (): boolean => listeners.size > 0 || now() - lastLeft < PATIENCE

  function skip(): void {
    lastId++
    kept.clear()
    complete = lastId
  }

  function send(event: ConsoleEvent): void {
    const sent = { id: ++lastId, event, text: JSON.stringify(event) }
    complete = kept.add(sent) ?? complete
    for (const listener of listeners) listener(sent)
  }

  return {
    get wanted() {
      return isWanted()
    },
    publish(make) {
      if (isWanted()) send(make())
      else skip()
    },
    subscribe(listener, after = lastId) {
      listeners.add(listener)
      const isWhole = after >= complete && after <= lastId
      return {
        missed: isWhole ? kept.after(after) : undefined,
        lastId,
        end() {
          if (listeners.delete(listener)) lastLeft = now()
        },
      }
    },
  }
}

/** The latest events, as many as fit. */
function createKept() {
  let events: SentEvent[] = []
  let characters = 0
  return {
    /** @returns the id of the last one that had to go, if any did */
    add(sent: SentEvent): number | undefined {
      events.push(sent)
      characters += sent.text.length
      let dropped: SentEvent | undefined
      while (events.length > KEPT_EVENTS || characters > KEPT_CHARACTERS) {
        dropped = events.shift()
        characters -= dropped?.text.length ?? 0
      }
      return dropped?.id
    },
    after: (id: number): readonly SentEvent[] => events.filter((sent) => sent.id > id),
    clear(): void {
      events = []
      characters = 0
    },
  }
}
