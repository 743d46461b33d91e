/**
 * The grammar of an htpasswd file as CNCF Distribution reads it: one `name:hash` a line, blanks
 * around a line do not count, `#` starts a comment line, names are case sensitive, and of several
 * lines with one name the last counts. bcrypt is the only kind of hash that may log in.
 */
export interface Htpasswd {
  /** User name to bcrypt hash. */
  readonly hashes: ReadonlyMap<string, string>
  /** The bcrypt cost that most users have. */
  readonly usualCost: number
  readonly skipped: readonly SkippedLine[]
}

/** A line that lets nobody in. It names no content: that could be a password in clear. */
export interface SkippedLine {
  /** Counted from 1. */
  readonly line: number
  readonly reason: string
}

/** The cost of new hashes, and the assumed one of a file without users. */
export const DEFAULT_COST = 10

/** Apache's own limit; one check at this cost takes about ten seconds. */
const HIGHEST_COST = 17
const LOWEST_COST = 4

/** What follows a second colon is a comment to nginx and ignored by Distribution. */
const BCRYPT = /^(?<hash>\$2[aby]\$(?<cost>\d\d)\$[./A-Za-z0-9]{53})(?::.*)?$/

type Entry = { name: string; hash: string; cost: number }

/** Reads the text of an htpasswd file; never fails, a line it cannot use is listed as skipped. */
export function parseHtpasswd(text: string): Htpasswd {
  const entries = new Map<string, Entry>()
  const skipped: SkippedLine[] = []
  for (const [index, line] of text.split('\n').entries()) {
    const name = userOf(line)
    if (name === undefined) continue
    const entry = parseEntry(name, line)
    if (typeof entry === 'string') skipped.push({ line: index + 1, reason: entry })
    // A later line replaces an earlier one even when it cannot be used itself.
    if (typeof entry === 'string') entries.delete(name)
    else entries.set(name, entry)
  }
  const users = [...entries.values()]
  const hashes = new Map(users.map(({ name, hash }) => [name, hash]))
  return { hashes, usualCost: mostFrequent(users.map(({ cost }) => cost)), skipped }
}

/**
 * The user whom a line of an htpasswd file is about, the whole line where it has no colon;
 * `undefined` for an empty line or a comment.
 */
export function userOf(line: string): string | undefined {
  // String.trim also removes a byte order mark, which some editors put in front of the first line.
  const text = line.trim()
  return text === '' || text.startsWith('#') ? undefined : text.split(':', 1)[0]
}

function parseEntry(name: string, line: string): Entry | string {
  const text = line.trim()
  if (!text.includes(':')) return 'no colon'
  if (name === '') return 'no user name'
  const { hash, cost } = BCRYPT.exec(text.slice(name.length + 1))?.groups ?? {}
  if (hash === undefined) return 'not a bcrypt hash'
  if (Number(cost) < LOWEST_COST || Number(cost) > HIGHEST_COST) {
    return `bcrypt cost outside ${LOWEST_COST} to ${HIGHEST_COST}`
  }
  return { name, hash, cost: Number(cost) }
}

function mostFrequent(costs: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const cost of costs) counts.set(cost, (counts.get(cost) ?? 0) + 1)
  const [usual] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])
  return usual?.[0] ?? DEFAULT_COST
}
