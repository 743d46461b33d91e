import { rmSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

/** Databases that are a memory of what storage holds: one that cannot be used is made anew. */

/** Takes a database away, with all that SQLite keeps beside it. */
export function removeDatabase(file: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(file + ending, { force: true })
}

/** Gives a new database its tables. @throws Error where it has those of another version */
export function prepareSchema(database: DatabaseSync, schema: string, version: number): void {
  const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  const tables = Number(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'])
  if (tables === 0) {
    database.exec(`BEGIN; ${schema}; PRAGMA user_version = ${version}; COMMIT`)
  } else if (found !== version) {
    throw new Error(`it is of version ${found}, not ${version}`)
  }
}

/**
 * All that `work` changes, or nothing. Within a transaction it is part of that one.
 *
 * @throws what `work` throws, and what SQLite says
 */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  if (database.isTransaction) return work()
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // A full disk ends the whole transaction by itself.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
