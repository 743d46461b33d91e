import type { Log } from '../../server/log.ts'

const nothing = (): void => {}

/** A log that says nothing, but for what a test wants to hear. */
export function quietLog(heard: Partial<Log> = {}): Log {
  return {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    access: nothing,
    flush: async () => {},
    ...heard,
  }
}
