import { rm } from 'node:fs/promises'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { inTransaction } from '../database-file.ts'
import type { Log } from '../log.ts'
import type { Deed } from './visits.ts'

/** A deed with its place in the history. */
export interface PastDeed extends Deed {
  /** Counts up, also over restarts. */
  readonly id: number
}

export interface Search {
  readonly limit: number
  /** Only deeds with a lesser id. */
  readonly before?: number | undefined
  /** In repository, tag or user. */
  readonly search?: string | undefined
}

/** What was done, the latest of it, in a small database. */
export interface History {
  add(deed: Deed): PastDeed
  /** The newest first. */
  list(search: Search): readonly PastDeed[]
  close(): void
}

/** Deeds kept. */
const MOST = 10_000
/** Deeds are written together, this long after the first of them, in milliseconds. */
const GATHER = 250

/**
 * Survives the end of the process, not always a cut of power: then a new one begins, as after any other
 * damage. In return nothing ever waits for the disk.
 */
const PREPARATION = `
  PRAGMA synchronous = OFF;
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS deed (id INTEGER PRIMARY KEY, words TEXT NOT NULL, json TEXT NOT NULL);
`

const MEMORY = ':memory:'

/** @param file absent for a history that ends with the process, which it is also where no file can be */
export async function openHistory(file: string | undefined, log: Log): Promise<History> {
  try {
    return createHistory(await openOrReplace(file ?? MEMORY), log)
  } catch (cause) {
    log.warn('the history of what happens will end with this process', { file, cause })
    return createHistory(openDatabase(MEMORY), log)
  }
}

async function openOrReplace(file: string): Promise<DatabaseSync> {
  try {
    return openDatabase(file)
  } catch (error) {
    if (!isDamaged(error)) throw error
    for (const ending of ['', '-wal', '-shm']) await rm(file + ending, { force: true })
    return openDatabase(file)
  }
}

function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  try {
    database.exec(PREPARATION)
    database.prepare('SELECT max(id) FROM deed').get()
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB (https://sqlite.org/rescode.html). */
function isDamaged(error: unknown): boolean {
  const { errcode } = error as { readonly errcode?: number }
  return errcode === 11 || errcode === 26
}

function createHistory(database: DatabaseSync, log: Log): History {
  const insert = database.prepare('INSERT INTO deed (id, words, json) VALUES (?, ?, ?)')
  const trim = database.prepare('DELETE FROM deed WHERE id <= ?')
  const select = database.prepare(
    'SELECT id, json FROM deed WHERE id < ? AND instr(words, ?) > 0 ORDER BY id DESC LIMIT ?',
  )
  let lastId = Number(database.prepare('SELECT max(id) AS id FROM deed').get()?.['id'] ?? 0)
  let waiting: PastDeed[] = []
  let timer: NodeJS.Timeout | undefined

  function write(): void {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    try {
      inTransaction(database, () => {
        for (const { id, ...deed } of waiting) insert.run(...row(id, deed))
        trim.run(lastId - MOST)
      })
    } catch (cause) {
      log.warn('what happened could not be added to the history', { deeds: waiting.length, cause })
    }
    waiting = []
  }

  return {
    add(deed) {
      const past = { id: ++lastId, ...deed }
      waiting.push(past)
      timer ??= setTimeout(write, GATHER).unref()
      return past
    },
    list({ limit, before = Number.MAX_SAFE_INTEGER, search = '' }) {
      write()
      const rows = select.all(before, search.toLowerCase(), limit)
      return rows.map(({ id, json }) => ({ id: Number(id), ...(JSON.parse(String(json)) as Deed) }))
    },
    close() {
      write()
      database.close()
    },
  }
}

/** What is searched stands beside what is shown. */
function row(id: number, deed: Deed): SQLInputValue[] {
  const { repository, tag = '', user = '' } = deed
  return [id, `${repository}:${tag} ${user}`.toLowerCase(), JSON.stringify(deed)]
}
