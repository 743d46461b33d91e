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
