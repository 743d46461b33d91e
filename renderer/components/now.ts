import { useSyncExternalStore } from 'react'

/** How often times on the page are told anew, in milliseconds. */
const STEP = 10_000

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let current = Date.now()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, STEP)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick(): void {
  current = Date.now()
  for (const listener of listeners) listener()
}

function now(): number {
  // Without a clock that ticks, the last tick may be long ago.
  if (timer === undefined) current = Date.now()
  return current
}

/** What time it is, told anew every few seconds by one clock for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, now)
}
