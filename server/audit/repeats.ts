/**
 * Counts what happens over and over, so that somebody who tries a wrong password all day fills no log: the
 * first of a minute is told, the others with the first of the next.
 */
export interface Repeats {
  /** Undefined for what is not to be told now; else how often it happened untold. */
  count(key: string): number | undefined
}

/** In milliseconds. */
const SPAN = 60_000
/** Keys remembered; beyond it the oldest goes. */
const MOST = 1_000

export function createRepeats(now: () => number): Repeats {
  const seen = new Map<string, { readonly since: number; untold: number }>()
  return {
    count(key) {
      const known = seen.get(key)
      if (known && now() - known.since < SPAN) {
        known.untold++
        return undefined
      }
      seen.delete(key)
      seen.set(key, { since: now(), untold: 0 })
      const [oldest] = seen.keys()
      if (seen.size > MOST && oldest !== undefined) seen.delete(oldest)
      return known?.untold ?? 0
    },
  }
}
