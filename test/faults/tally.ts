/** What the suite holds the server to. */
const properties = [
  'restart takes the images over',
  'acknowledged image pulls',
  'moving tag is old or new',
  'unacknowledged push is whole or absent',
  'delete stays deleted',
  'interrupted delete is whole or undone',
  'interrupted upload resumes',
  'listed tag resolves',
  'no 5xx',
  'no dropped connection',
  'push is accepted',
] as const

/** One of the properties. */
export type Property = (typeof properties)[number]

/** Counts what held and what did not. */
export interface Tally {
  /** Counts one observation; `detail` says what was seen when it did not hold. */
  check(property: Property, held: boolean, detail: () => string): void
  failures(): number
  /** A line for each property, then the first failures. */
  report(): string
}

const shown = 20

/** A tally with nothing in it. */
export function createTally(): Tally {
  const counts = new Map(properties.map((property) => [property, { passed: 0, failed: 0 }]))
  const details: string[] = []
  const failures = () => [...counts.values()].reduce((sum, { failed }) => sum + failed, 0)
  return {
    failures,
    check(property, held, detail) {
      const count = counts.get(property)
      if (count) count[held ? 'passed' : 'failed']++
      if (!held && details.length < shown) details.push(`${property}: ${detail()}`)
    },
    report() {
      const lines = [...counts].map(
        ([property, { passed, failed }]) => `${property}: ${passed} passed, ${failed} failed`,
      )
      return [...lines, ...details.map((detail) => `FAILED ${detail}`)].join('\n')
    },
  }
}
