import type { Log } from '../log.ts'
import type { Survey } from './survey.ts'

/** Keeps the survey going: at the start, when asked, and again after a while when it could not see all. */
export interface Background {
  start(): void
  /** For something that was missed: a survey after a while, if none comes sooner. */
  later(): void
  /** When no survey is under way. */
  idle(): Promise<void>
  close(): Promise<void>
}

/** Milliseconds until a survey is repeated that could not see all. */
const RETRY = 30_000

/** @param onEnd called when a survey came to its end */
export function createBackground(survey: Survey, onEnd: () => void, log: Log): Background {
  let running: Promise<void> | undefined
  let again = false
  let closed = false
  let timer: NodeJS.Timeout | undefined

  async function look(): Promise<void> {
    try {
      const failed = await survey.run()
      if (closed) return
      onEnd()
      if (failed === 0) return
      log.warn('some repositories could not be looked at and may be shown as they were', { failed })
    } catch (cause) {
      if (closed) return
      log.warn('storage could not be looked through for the console', { cause })
    }
    later()
  }

  async function run(): Promise<void> {
    again = false
    await look()
    if (again) await run()
  }

  function start(): void {
    if (closed) return
    clearTimeout(timer)
    timer = undefined
    if (running) again = true
    else running = run().finally(() => (running = undefined))
  }

  function later(): void {
    if (!closed) timer ??= setTimeout(start, RETRY).unref()
  }

  return {
    start,
    later,
    async idle() {
      await running
    },
    async close() {
      closed = true
      again = false
      clearTimeout(timer)
      survey.stop()
      await running
    },
  }
}
