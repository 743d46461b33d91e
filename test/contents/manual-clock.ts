import type { Clock } from '../../server/contents/clock.ts'

/** A clock that stands still until it is moved on. */
export interface ManualClock extends Clock {
  advance(milliseconds: number): void
  /** Resolves when somebody waits for as long as this. */
  pending(milliseconds: number): Promise<void>
}

interface Timer {
  readonly due: number
  readonly milliseconds: number
  readonly work: () => void
}

export function manualClock(): ManualClock {
  let time = 1_000_000
  const timers = new Set<Timer>()
  const watchers = new Map<number, () => void>()
  const isPending = (milliseconds: number): boolean =>
    [...timers].some((timer) => timer.milliseconds === milliseconds)
  return {
    now: () => time,
    startTimer(work, milliseconds) {
      const timer = { due: time + milliseconds, milliseconds, work }
      timers.add(timer)
      watchers.get(milliseconds)?.()
      return () => void timers.delete(timer)
    },
    advance(milliseconds) {
      time += milliseconds
      for (const timer of timers) {
        if (timer.due > time) continue
        timers.delete(timer)
        timer.work()
      }
    },
    async pending(milliseconds) {
      if (isPending(milliseconds)) return
      await new Promise<void>((resolve) => watchers.set(milliseconds, resolve))
    },
  }
}
