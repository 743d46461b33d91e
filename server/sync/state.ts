import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { inTransaction, prepareSchema, removeDatabase } from '../database-file.ts'
import type { Log } from '../log.ts'

/**
 * What syncs remember, in a small database beside the images: what was level last, uploads that are under
 * way, runs and what came of them, and what a push has left to do. Several processes may use it at once (a
 * server and a command). It can be thrown away: then what both sides have changed is asked about once more.
 */
export interface SyncDatabase {
  readonly sql: DatabaseSync
  /** All of it or nothing. */
  change<T>(work: () => T): T
  close(): void
}

const VERSION = 1

const SCHEMA = `
  CREATE TABLE level (
    target TEXT NOT NULL, repository TEXT NOT NULL, tag TEXT NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (target, repository, tag)
  ) WITHOUT ROWID;
  CREATE TABLE upload (
    target TEXT NOT NULL, direction TEXT NOT NULL, repository TEXT NOT NULL, digest TEXT NOT NULL,
    location TEXT NOT NULL, sent INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (target, direction, repository, digest)
  ) WITHOUT ROWID;
  CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, state TEXT NOT NULL,
    startedAt INTEGER NOT NULL, endedAt INTEGER, json TEXT NOT NULL
  );
  CREATE INDEX run_target ON run (target, id);
  CREATE TABLE item (
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    repository TEXT NOT NULL, tag TEXT NOT NULL, state TEXT NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (run, repository, tag)
  ) WITHOUT ROWID;
  CREATE TABLE holder (target TEXT PRIMARY KEY, pid INTEGER NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE outbox (
    target TEXT NOT NULL, repository TEXT NOT NULL, tag TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (target, repository, tag)
  ) WITHOUT ROWID;
`

/** @param file undefined: in memory, which it also is where no file can be */
export function openSyncDatabase(file: string | undefined, log: Pick<Log, 'warn'>): SyncDatabase {
  return wrap(file === undefined ? open(':memory:') : openFile(file, log))
}

function openFile(file: string, log: Pick<Log, 'warn'>): DatabaseSync {
  try {
    mkdirSync(dirname(file), { recursive: true })
    return open(file)
  } catch (error) {
    if (isBusy(error)) throw error
    log.warn('what syncs remember cannot be used and begins anew', { file, cause: error })
  }
  try {
    removeDatabase(file)
    return open(file)
  } catch (error) {
    log.warn('what syncs remember will end with this process', { file, cause: error })
    return open(':memory:')
  }
}

/** SQLITE_BUSY: https://www.sqlite.org/rescode.html */
const isBusy = (error: unknown): boolean => (error as { errcode?: number }).errcode === 5

function open(file: string): DatabaseSync {
  const sql = new DatabaseSync(file, { timeout: 5_000 })
  try {
    sql.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
    prepareSchema(sql, SCHEMA, VERSION)
    return sql
  } catch (error) {
    sql.close()
    throw error
  }
}

function wrap(sql: DatabaseSync): SyncDatabase {
  return {
    sql,
    change: (work) => inTransaction(sql, work),
    close() {
      if (sql.isOpen) sql.close()
    },
  }
}
