import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Gives way to everything else that waits, when `most` milliseconds have passed since the last time.
 * Storage that answers at once, and SQLite, would else keep the event loop to themselves.
 */
export type Pause = () => Promise<void>

/** All who pause share one turn of the event loop, and its time. */
export function createPause(most: number): Pause {
  let since = performance.now()
  let turn: Promise<void> | undefined

  async function next(): Promise<void> {
    await nextTurn()
    since = performance.now()
    turn = undefined
  }

  return async () => {
    while (performance.now() - since >= most) await (turn ??= next())
  }
}
