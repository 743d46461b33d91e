import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { inTransaction } from '../database-file.ts'
import type { Log } from '../log.ts'
import { createAside, type Aside, type AsideEvent } from './aside.ts'

/** Events that wait for their endpoint, in the order in which they happened. */
export interface Queue {
  /** Survives the end of the process as soon as it returns. @returns how many of the oldest had to go for it */
  add(...events: readonly NewEvent[]): ReadonlyMap<string, number>
  /** The oldest first. */
  first(endpoint: string, limit: number): readonly WaitingEvent[]
  /** Takes out all up to this one. */
  removeUpTo(endpoint: string, id: number): void
  size(endpoint: string): number
  /** Takes out this one, which its endpoint does not take. @returns how many that were set aside had to go */
  setAside(endpoint: string, event: AsideEvent): number
  readonly aside: Aside
  /** Forgets endpoints that are not among these. @returns how many events went with them */
  keepOnly(endpoints: readonly string[]): number
  close(): void
}

export interface NewEvent {
  /** Whom it is for. */
  readonly endpoints: readonly string[]
  /** JSON. */
  readonly body: string
}

export interface WaitingEvent {
  readonly id: number
  /** JSON. */
  readonly body: string
}

/** Events that wait for one endpoint at most; about 1 KiB each. */
const MOST_WAITING = 50_000

/**
 * A commit is in the system's hands, so nothing is lost with the process; with the power the last seconds
 * may be, and nothing breaks.
 */
const PREPARATION = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS waiting (
    id INTEGER PRIMARY KEY AUTOINCREMENT, endpoint TEXT NOT NULL, body TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS by_endpoint ON waiting (endpoint, id);
`

/** Processes on one machine that share a container, each with a file of its own. */
const MOST_FILES = 16

/**
 * @param folder absent for a queue that ends with the process
 * @throws Error that says what to do, when the folder cannot be used
 */
export function openQueue(
  folder: string | undefined,
  log: Pick<Log, 'warn'>,
  most = MOST_WAITING,
): Queue {
  if (folder === undefined) return createQueue(openDatabase(':memory:'), most)
  return createQueue(openIn(folder, log), most)
}

function openIn(folder: string, log: Pick<Log, 'warn'>): DatabaseSync {
  let reason: unknown
  for (let number = 1; number <= MOST_FILES; number++) {
    const file = `${folder}/notifications${number === 1 ? '' : `-${number}`}.db`
    try {
      mkdirSync(dirname(file), { recursive: true })
      return openDatabase(file)
    } catch (error) {
      reason = error
      // SQLITE_BUSY: another process has it; whatever else is wrong stays for a person to look at.
      const { errcode } = error as { readonly errcode?: number }
      if (errcode !== 5 && existsSync(file)) {
        log.warn('waiting notifications cannot be read; new ones go to another file', {
          file,
          cause: error,
        })
      }
    }
  }
  throw new Error(`${folder}: notifications cannot be kept here`, { cause: reason })
}

function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec(PREPARATION)
    // A write takes the lock, so that no other process begins to use it.
    database.exec('DELETE FROM waiting WHERE id < 0')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function createQueue(database: DatabaseSync, most: number): Queue {
  const insert = database.prepare('INSERT INTO waiting (endpoint, body) VALUES (?, ?)')
  const select = database.prepare(
    'SELECT id, body FROM waiting WHERE endpoint = ? ORDER BY id LIMIT ?',
  )
  const remove = database.prepare('DELETE FROM waiting WHERE endpoint = ? AND id <= ?')
  const removeOne = database.prepare('DELETE FROM waiting WHERE endpoint = ? AND id = ?')
  const oldest = database.prepare(
    'SELECT id FROM waiting WHERE endpoint = ? ORDER BY id LIMIT 1 OFFSET ?',
  )
  const sizes = countWaiting(database)
  const aside = createAside(database)
  const size = (endpoint: string): number => sizes.get(endpoint) ?? 0

  function removeUpTo(endpoint: string, id: number): number {
    const removed = Number(remove.run(endpoint, id).changes)
    sizes.set(endpoint, size(endpoint) - removed)
    return removed
  }

  /** A tenth at once, so that not every event costs the deletion of another. */
  function makeRoom(endpoint: string): number {
    const last = oldest.get(endpoint, Math.ceil(most / 10) - 1)?.['id']
    return last === undefined ? 0 : removeUpTo(endpoint, Number(last))
  }

  return {
    add(...events) {
      const dropped = new Map<string, number>()
      const rows = events.flatMap(({ endpoints, body }) =>
        endpoints.map((endpoint) => ({ endpoint, body })),
      )
      const addAll = (): void => {
        for (const { endpoint, body } of rows) {
          if (size(endpoint) >= most) {
            dropped.set(endpoint, (dropped.get(endpoint) ?? 0) + makeRoom(endpoint))
          }
          insert.run(endpoint, body)
          sizes.set(endpoint, size(endpoint) + 1)
        }
      }
      const before = new Map(sizes)
      try {
        // A single one is a transaction by itself.
        if (rows.length > 1) inTransaction(database, addAll)
        else addAll()
      } catch (error) {
        for (const [endpoint, count] of before) sizes.set(endpoint, count)
        throw error
      }
      return dropped
    },
    first: (endpoint, limit) =>
      select.all(endpoint, limit).map(({ id, body }) => ({ id: Number(id), body: String(body) })),
    removeUpTo: (endpoint, id) => void removeUpTo(endpoint, id),
    size,
    setAside(endpoint, event) {
      const dropped = inTransaction(database, () => {
        removeOne.run(endpoint, event.id)
        return aside.add(endpoint, event)
      })
      sizes.set(endpoint, size(endpoint) - 1)
      return dropped
    },
    aside,
    keepOnly(endpoints) {
      const gone = [...sizes.keys()].filter((name) => !endpoints.includes(name))
      const set = aside.keepOnly(endpoints)
      return gone.reduce((sum, name) => sum + removeUpTo(name, Number.MAX_SAFE_INTEGER), set)
    },
    close: () => database.close(),
  }
}

function countWaiting(database: DatabaseSync): Map<string, number> {
  const rows = database.prepare('SELECT endpoint, count(*) AS n FROM waiting GROUP BY 1').all()
  return new Map(rows.map(({ endpoint, n }) => [String(endpoint), Number(n)]))
}
