import type { FoundObject, StorageDriver } from '../storage/driver.ts'
import { createTurns } from './turns.ts'

/**
 * Keeps what clients rely on from being collected (`server/collect/collect.ts` has the whole picture).
 * Who tells a client that something is there holds it first: it counts as modified now, and so is too
 * young for every collection that begins within the next three quarters of the grace, in whatever process.
 * Nothing is written while it is younger than an eighth, and nothing asked for another eighth.
 */
export interface Pins {
  /**
   * For an object that the caller has seen there.
   * @returns whether it stays there
   */
  hold(path: string): Promise<boolean>
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
  const young = grace / 8
  const held = new Map<string, number>()

  function remember(path: string): void {
    held.delete(path)
    held.set(path, Date.now())
    if (held.size <= REMEMBERED) return
    const oldest = held.keys().next()
    if (!oldest.done) held.delete(oldest.value)
  }

  /** By the clock that goes on while the machine sleeps, and that somebody may set back. */
  function isHeld(path: string): boolean {
    const age = Date.now() - (held.get(path) ?? -Infinity)
    return age >= 0 && age < young
  }

  /** For a caller whose turn it is. */
  async function refresh(path: string): Promise<boolean> {
    const isThere = await driver.touch(path, new Date(Date.now() - young))
    if (isThere) remember(path)
    else held.delete(path)
    return isThere
  }

  return {
    reliable: grace / 4,
    during: (path, work) => turns.together(path, work),

    hold: async (path) => isHeld(path) || (await turns.together(path, () => refresh(path))),

    holding: (path, work) =>
      turns.together(path, async () => await work(isHeld(path) || (await refresh(path)))),

    removeFound: (found) =>
      turns.alone(found.path, async () => {
        held.delete(found.path)
        return await driver.removeFound(found)
      }),
  }
}
