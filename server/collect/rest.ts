import { setTimeout as delay } from 'node:timers/promises'

/** Milliseconds of work between two rests, and of the longest rest. */
const WORK = 20
const LONGEST = 200

/** Rests as long as was worked, so that whoever pushes or pulls has half of the machine at least. */
export function createRest(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    const worked = performance.now() - since
    if (worked < WORK) return
    await delay(Math.min(worked, LONGEST))
    since = performance.now()
  }
}
