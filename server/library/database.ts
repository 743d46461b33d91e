import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { Log } from '../log.ts'
import { prepareSchema, removeDatabase } from '../database-file.ts'
import { SCHEMA, SCHEMA_VERSION } from './schema.ts'

/** A prepared statement; `R` is what its rows hold. */
export interface Query<R> {
  all(...values: readonly SQLInputValue[]): readonly R[]
  get(...values: readonly SQLInputValue[]): R | undefined
  run(...values: readonly SQLInputValue[]): void
}

export interface Database {
  /** Whether a row has the fields of `R` is between the statement and its reader. */
  query<R = never>(sql: string): Query<R>
  /** All of `work` or nothing of it. */
  change<T>(work: () => T): T
  close(): void
}

/**
 * The library's database. It is a memory of what storage holds: one that cannot be used (damaged, of
 * another version, held by another process) is thrown away, and where not even a new one can be
 * made, it is kept in memory.
 *
 * @param file undefined: in memory
 */
export function openDatabase(file: string | undefined, log: Log): Database {
  return wrap(file === undefined ? open(':memory:') : openFile(file, log), log)
}

function openFile(file: string, log: Log): DatabaseSync {
  try {
    return open(file)
  } catch (error) {
    log.warn('the index of the console cannot be used and is made anew', { file, cause: error })
  }
  try {
    removeDatabase(file)
    return open(file)
  } catch (error) {
    log.warn('the index of the console is kept in memory', { file, cause: error })
    return open(':memory:')
  }
}

/** @throws whatever makes the file unusable */
function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  try {
    // Exclusive before WAL: no second process, and no shared memory file either. Nothing waits for the
    // disk to have a new file: one that a power cut leaves half is no database, or has no tables yet.
    database.exec('PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE')
    database.exec('PRAGMA journal_mode = WAL')
    prepareSchema(database, SCHEMA, SCHEMA_VERSION)
    // What a power cut takes is found again in storage.
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000')
    // Every so many pages the log is worked in, all at once: not so many that somebody waits for it.
    database.exec('PRAGMA wal_autocheckpoint = 400')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Changes that are committed together: a commit costs more than most changes do. */
const TOGETHER = 16
/** Milliseconds after which they are committed anyway. */
const MOMENT = 100

function wrap(database: DatabaseSync, log: Log): Database {
  let changes = 0
  let timer: NodeJS.Timeout | undefined

  function begin(): void {
    if (database.isTransaction) return
    database.exec('BEGIN IMMEDIATE')
    timer = setTimeout(commitLate, MOMENT).unref()
  }

  /** Nobody waits for it any more; what is lost is found again by the next look through storage. */
  function commitLate(): void {
    try {
      commit()
    } catch (cause) {
      log.warn('changes to the index of the console could not be written', { cause })
      if (database.isTransaction) database.exec('ROLLBACK')
    }
  }

  function commit(): void {
    clearTimeout(timer)
    changes = 0
    if (database.isTransaction) database.exec('COMMIT')
  }

  return {
    query<R>(sql: string): Query<R> {
      const statement = database.prepare(sql)
      return {
        all: (...values) => statement.all(...values) as unknown as readonly R[],
        get: (...values) => statement.get(...values) as unknown as R | undefined,
        run: (...values) => void statement.run(...values),
      }
    },
    change(work) {
      begin()
      database.exec('SAVEPOINT one')
      try {
        const result = work()
        database.exec('RELEASE one')
        if (++changes >= TOGETHER) commit()
        return result
      } catch (error) {
        // A full disk ends the whole transaction by itself.
        if (database.isTransaction) database.exec('ROLLBACK TO one; RELEASE one')
        throw error
      }
    },
    close() {
      commitLate()
      database.close()
    },
  }
}
