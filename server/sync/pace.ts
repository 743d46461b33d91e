import { setTimeout as delay } from 'node:timers/promises'
import type { Content } from './content.ts'

/** How fast all bytes of a run may go together, and whether they may go at all. */
export interface Pace {
  /** The same bytes, no faster; they stand still while it is paused. */
  through(content: Content, signal?: AbortSignal): Content
  /** Bytes a second; undefined: as fast as can be. */
  limit(bytesPerSecond: number | undefined): void
  pause(): void
  resume(): void
  readonly isPaused: boolean
  /** Resolves when it is not paused. @throws the reason of the signal */
  open(signal?: AbortSignal): Promise<void>
}

/** Bytes that may go at once after a while of nothing: what goes in this many seconds. */
const BURST = 0.25

export function createPace(bytesPerSecond?: number): Pace {
  let rate = bytesPerSecond
  let debt = 0
  let since = performance.now()
  let paused: PromiseWithResolvers<void> | undefined

  /** Milliseconds until so many bytes more are paid for. */
  function owe(bytes: number): number {
    if (rate === undefined) return 0
    const now = performance.now()
    debt = Math.max(-rate * BURST, debt - ((now - since) / 1000) * rate) + bytes
    since = now
    return (Math.max(0, debt) / rate) * 1000
  }

  async function open(signal?: AbortSignal): Promise<void> {
    // It may be paused again before this goes on.
    for (let until = paused; until; until = paused) {
      signal?.throwIfAborted()
      await Promise.race([until.promise, aborted(signal)])
    }
    signal?.throwIfAborted()
  }

  return {
    async *through(content, signal) {
      for await (const chunk of content) {
        if (paused) await open(signal)
        signal?.throwIfAborted()
        const wait = owe(chunk.length)
        if (wait > 1) await delay(wait, undefined, signal ? { signal } : {})
        yield chunk
      }
    },
    limit(next) {
      rate = next
      debt = 0
      since = performance.now()
    },
    pause: () => void (paused ??= Promise.withResolvers()),
    resume() {
      paused?.resolve()
      paused = undefined
    },
    get isPaused() {
      return paused !== undefined
    },
    open,
  }
}

async function aborted(signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return await new Promise(() => {})
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
