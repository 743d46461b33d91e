import type { SyncEvent } from '../control/sync-contract.ts'

/** Tells the console how runs go: soon after something changed, and again and again while bytes move. */
export interface Teller {
  /** @param goesOn something is under way */
  tell(goesOn?: boolean): void
  stop(): void
}

/** Between two events, in milliseconds. */
const INTERVAL = 400

export function createTeller(
  publish: (make: () => SyncEvent) => void,
  make: () => SyncEvent,
): Teller {
  let timer: NodeJS.Timeout | undefined
  let goesOn = false

  function told(): void {
    timer = undefined
    publish(make)
    if (goesOn) timer = setTimeout(told, INTERVAL).unref()
  }

  return {
    tell(more) {
      goesOn = more ?? goesOn
      timer ??= setTimeout(told, INTERVAL / 4).unref()
    },
    stop: () => clearTimeout(timer),
  }
}
