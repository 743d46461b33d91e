import type { DatabaseSync } from 'node:sqlite'

/** An event that its endpoint does not take, whatever becomes of the others. */
export interface AsideEvent {
  readonly id: number
  /** JSON. */
  readonly body: string
  /** When it was set aside, in milliseconds since 1970. */
  readonly at: number
  /** What the endpoint said to it. */
  readonly answer: string
}

/** Events that were set aside, so that those behind them go on; kept until a person decides. */
export interface Aside {
  /** Notes that the first event that waits was refused once more. */
  refused(endpoint: string, id: number, now: number): Refusals
  /** @returns how many of the oldest had to go for it */
  add(endpoint: string, event: AsideEvent): number
  /** The oldest first. */
  list(endpoint: string, limit: number): readonly AsideEvent[]
  /** Those of these that are there, the oldest first. */
  find(endpoint: string, ids: readonly number[]): readonly AsideEvent[]
  answered(id: number, answer: string): void
  /** @returns how many were there */
  remove(endpoint: string, ids: readonly number[]): number
  size(endpoint: string): number
  /** @returns how many went */
  keepOnly(endpoints: readonly string[]): number
}

export interface Refusals {
  readonly times: number
  /** In milliseconds since 1970. */
  readonly since: number
}

/** Set aside for one endpoint at most. */
export const MOST_ASIDE = 1_000

const PREPARATION = `
  CREATE TABLE IF NOT EXISTS refused (
    endpoint TEXT PRIMARY KEY, id INTEGER NOT NULL, times INTEGER NOT NULL, since INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS aside (
    id INTEGER PRIMARY KEY, endpoint TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL,
    answer TEXT NOT NULL
  );
`

export function createAside(database: DatabaseSync): Aside {
  database.exec(PREPARATION)
  const note = database.prepare(`
    INSERT INTO refused (endpoint, id, times, since) VALUES (:endpoint, :id, 1, :now)
    ON CONFLICT (endpoint) DO UPDATE SET
      times = CASE WHEN id = :id THEN times + 1 ELSE 1 END,
      since = CASE WHEN id = :id THEN since ELSE :now END,
      id = :id
    RETURNING times, since`)
  const insert = database.prepare(
    'INSERT INTO aside (id, endpoint, body, at, answer) VALUES (?, ?, ?, ?, ?)',
  )
  const select = database.prepare('SELECT * FROM aside WHERE endpoint = ? ORDER BY id LIMIT ?')
  const among = database.prepare(
    'SELECT * FROM aside WHERE endpoint = ? AND id IN (SELECT value FROM json_each(?)) ORDER BY id',
  )
  const say = database.prepare('UPDATE aside SET answer = ? WHERE id = ?')
  const remove = database.prepare(
    'DELETE FROM aside WHERE endpoint = ? AND id IN (SELECT value FROM json_each(?))',
  )
  const count = database.prepare('SELECT count(*) AS n FROM aside WHERE endpoint = ?')
  const shrink = database.prepare(`
    DELETE FROM aside WHERE endpoint = :endpoint AND id NOT IN (
      SELECT id FROM aside WHERE endpoint = :endpoint ORDER BY id DESC LIMIT ${MOST_ASIDE})`)
  const forget = database.prepare(
    'DELETE FROM aside WHERE endpoint NOT IN (SELECT value FROM json_each(?))',
  )

  return {
    refused(endpoint, id, now) {
      const row = note.get({ endpoint, id, now })
      return { times: Number(row?.['times']), since: Number(row?.['since']) }
    },
    add(endpoint, { id, body, at, answer }) {
      insert.run(id, endpoint, body, at, answer)
      return Number(shrink.run({ endpoint }).changes)
    },
    list: (endpoint, limit) => select.all(endpoint, limit).map(eventIn),
    find: (endpoint, ids) => among.all(endpoint, JSON.stringify(ids)).map(eventIn),
    answered: (id, answer) => void say.run(answer, id),
    remove: (endpoint, ids) => Number(remove.run(endpoint, JSON.stringify(ids)).changes),
    size: (endpoint) => Number(count.get(endpoint)?.['n']),
    keepOnly: (endpoints) => Number(forget.run(JSON.stringify(endpoints)).changes),
  }
}

function eventIn(row: Readonly<Record<string, unknown>>): AsideEvent {
  const { id, body, at, answer } = row
  return { id: Number(id), body: String(body), at: Number(at), answer: String(answer) }
}
