import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { inTransaction, prepareSchema, removeDatabase } from '../database-file.ts'
import { SCHEMA, SCHEMA_VERSION } from './schema.ts'

export interface Database {
  /** Whether a row has the fields of `R` is between the statement and its reader. */
  all<R>(sql: string, ...values: readonly SQLInputValue[]): readonly R[]
  get<R>(sql: string, ...values: readonly SQLInputValue[]): R | undefined
  /** One by one; the statement must not be used for anything else meanwhile. */
  each<R>(sql: string, ...values: readonly SQLInputValue[]): Iterable<R>
  /** @returns how many rows it changed, and the id of one that it made */
  run(
    sql: string,
    ...values: readonly SQLInputValue[]
  ): { readonly changes: number; readonly id: number }
  /** All of `work` or nothing of it; within another change, a part of that. */
  change<T>(work: () => T): T
  close(): void
}

/** What the database was opened as, and what had to be done for it. */
export interface Opened {
  readonly database: Database
  /** Why a file could not be used as it was. */
  readonly complaint?: string
}

/**
 * The index's database. It is a memory of what storage holds: one that cannot be used (damaged, of
 * another version, held by another process) is thrown away. Where no file is given, or none can be
 * made, SQLite keeps it in a temporary file that nobody else sees.
 */
export function openDatabase(file: string | undefined, anew = false): Opened {
  if (file === undefined) return { database: wrap(open('')) }
  if (anew) return { database: wrap(openAnew(file)) }
  try {
    return { database: wrap(open(file)) }
  } catch (error) {
    return { database: wrap(openAnew(file)), complaint: String(error) }
  }
}

function openAnew(file: string): DatabaseSync {
  try {
    removeDatabase(file)
    return open(file)
  } catch {
    return open('')
  }
}

/** @throws whatever makes the file unusable */
function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA auto_vacuum = INCREMENTAL')
    // Exclusive before WAL: no second process, and no shared memory file either.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL')
    // What a power cut takes is read again from the layers.
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000')
    database.exec('PRAGMA journal_size_limit = 16000000')
    prepareSchema(database, SCHEMA, SCHEMA_VERSION)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function wrap(database: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>()
  function statement(sql: string): StatementSync {
    const known = statements.get(sql)
    if (known) return known
    const fresh = database.prepare(sql)
    statements.set(sql, fresh)
    return fresh
  }
  return {
    all: <R>(sql: string, ...values: readonly SQLInputValue[]) =>
      statement(sql).all(...values) as unknown as readonly R[],
    get: <R>(sql: string, ...values: readonly SQLInputValue[]) =>
      statement(sql).get(...values) as unknown as R | undefined,
    each: <R>(sql: string, ...values: readonly SQLInputValue[]) =>
      statement(sql).iterate(...values) as unknown as Iterable<R>,
    run(sql, ...values) {
      const { changes, lastInsertRowid } = statement(sql).run(...values)
      return { changes: Number(changes), id: Number(lastInsertRowid) }
    },
    change: (work) => inTransaction(database, work),
    close: () => database.close(),
  }
}
