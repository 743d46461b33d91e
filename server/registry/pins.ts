import type { FoundObject, StorageDriver } from '../storage/driver.ts'
import { createTurns } from './turns.ts'

/**
 * Keeps what clients rely on from being collected (`server/collect/collect.ts` has the whole picture).
 * Who tells a client that something is there holds it first, so that it was modified within the last quarter
 * of the grace, and is too young for every collection that begins within the next three quarters, in whatever
 * process; within the last half for a client that only reads. Storage is asked when what is remembered is older
 * than that, and written to when it is older than half of that: a write costs ten times what a read does, where
 * requests are paid for.
 */
export interface Pins {
  /**
   * For an object that the caller has seen there.
   * @param whom who may go on to push what refers to it, unless `reader`
   * @returns whether it stays there
   */
  hold(path: string, whom?: 'pusher' | 'reader'): Promise<boolean>
  /** Does what makes the object at `path` anew; no collection takes it meanwhile. */
  during<T>(path: string, work: () => Promise<T>): Promise<T>
  /** Does what relies on an object that may be there, held while it does. */
  holding<T>(path: string, work: (isThere: boolean) => Promise<T>): Promise<T>
  /** Removes what a walk has found, unless it has changed or was held since. */
  removeFound(found: FoundObject): Promise<boolean>
  /** How long what was held may be relied on without being looked at again, in milliseconds. */
  readonly reliable: number
}

/** Held objects remembered, so that a busy one costs nothing. */
const REMEMBERED = 50_000

/** @param grace milliseconds; the same for all who share the storage */
export function createPins(driver: StorageDriver, grace: number): Pins {
  const turns = createTurns()
  const within = { pusher: grace / 4, reader: grace / 2 }
  /** When it was modified, as far as is known. */
  const held = new Map<string, number>()

  function remember(path: string, modified: number): void {
    held.delete(path)
    held.set(path, modified)
    if (held.size <= REMEMBERED) return
    const oldest = held.keys().next()
    if (!oldest.done) held.delete(oldest.value)
  }

  /** By the clock that goes on while the machine sleeps, and that somebody may set back. */
  function isHeld(path: string, least: number): boolean {
    const age = Date.now() - (held.get(path) ?? -Infinity)
    return age >= 0 && age < least
  }

  /** For a caller whose turn it is. */
  async function refresh(path: string, least: number): Promise<boolean> {
    const asked = Date.now()
    const modified = await driver.touch(path, new Date(asked - least / 2))
    // Never later than now, whatever storage's clock says.
    if (modified) remember(path, Math.min(modified.getTime(), asked))
    else held.delete(path)
    return modified !== undefined
  }

  return {
    reliable: within.pusher,
    during: (path, work) => turns.together(path, work),

    async hold(path, whom = 'pusher') {
      const least = within[whom]
      return isHeld(path, least) || (await turns.together(path, () => refresh(path, least)))
    },

    holding: (path, work) =>
      turns.together(path, async () => {
        const least = within.pusher
        return await work(isHeld(path, least) || (await refresh(path, least)))
      }),

    removeFound: (found) =>
      turns.alone(found.path, async () => {
        held.delete(found.path)
        return await driver.removeFound(found)
      }),
  }
}
