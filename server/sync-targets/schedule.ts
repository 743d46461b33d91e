import type { Outbox } from './outbox.ts'
import type { SavedTarget } from './saved-targets.ts'

export interface ScheduleParts {
  readonly targets: () => readonly SavedTarget[]
  readonly outbox: Outbox
  /** Whether a run with this target is under way. */
  readonly isBusy: (target: string) => boolean
  /** Begins a run. @param only what is to be looked at; none: all */
  readonly start: (
    target: SavedTarget,
    cause: 'push' | 'schedule',
    only: readonly string[],
    until: number,
  ) => void
  readonly times?: ScheduleTimes
}

/** In milliseconds; a test's own. */
export interface ScheduleTimes {
  /** After the last push of several. */
  readonly debounce: number
  /** After the first of them at most. */
  readonly patience: number
  readonly tick: number
}

const TIMES: ScheduleTimes = { debounce: 5_000, patience: 30_000, tick: 500 }
/** After a failure, doubled with each further one. */
const FIRST_BACKOFF = 60_000
const LONGEST_BACKOFF = 3_600_000

/** Sees to it that targets are level by themselves: after pushes, and now and then. */
export interface Schedule {
  /** Something was pushed for this target. */
  noteChange(target: string): void
  /** A run ended. */
  noteEnd(target: string, isLevel: boolean): void
  nextAt(target: SavedTarget): number | undefined
  stop(): void
}

interface Waiting {
  first: number
  last: number
  failures: number
  notBefore: number
  lookedAt: number
}

export function startSchedule({
  targets,
  outbox,
  isBusy,
  start,
  times = TIMES,
}: ScheduleParts): Schedule {
  const waiting = new Map<string, Waiting>()

  function of(target: string): Waiting {
    const known = waiting.get(target)
    if (known) return known
    // What was left by a process before this one has waited long enough.
    const made = { first: 0, last: 0, failures: 0, notBefore: 0, lookedAt: Date.now() }
    waiting.set(target, made)
    return made
  }

  const lookAt = ({ id, rule }: SavedTarget): number | undefined =>
    rule.everyMinutes === undefined ? undefined : of(id).lookedAt + rule.everyMinutes * 60_000

  function tend(target: SavedTarget, now: number): void {
    const { id, rule, paused } = target
    const own = of(id)
    if (paused || isBusy(id) || now < own.notBefore) return
    if ((lookAt(target) ?? Infinity) <= now) {
      own.lookedAt = now
      return start(target, 'schedule', [], outbox.waiting(id).until)
    }
    const isQuiet = now - own.last >= times.debounce || now - own.first >= times.patience
    if (!rule.afterPush || !isQuiet || outbox.count(id) === 0) return
    own.first = 0
    const { patterns, until } = outbox.waiting(id)
    start(target, 'push', patterns, until)
  }

  const timer = setInterval(() => {
    for (const target of targets()) tend(target, Date.now())
  }, times.tick).unref()

  return {
    noteChange(target) {
      const own = of(target)
      own.last = Date.now()
      own.first ||= own.last
    },
    noteEnd(target, isLevel) {
      const own = of(target)
      own.failures = isLevel ? 0 : own.failures + 1
      const backoff = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** (own.failures - 1))
      own.notBefore = isLevel ? 0 : Date.now() + backoff
    },
    nextAt: (target) => (target.paused ? undefined : lookAt(target)),
    stop: () => clearInterval(timer),
  }
}
