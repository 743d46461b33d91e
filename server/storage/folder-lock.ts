import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { OWN_FOLDER } from './disk.ts'

/** Who holds a folder, as told to whoever comes second. */
export interface FolderOwner {
  readonly pid: number
  /** Where its server listens, once it does. */
  readonly addresses: readonly string[]
}

export interface FolderLock {
  /** Tells the next in line where this server can be found. */
  announce(addresses: readonly string[]): Promise<void>
  release(): Promise<void>
}

/** Another process serves this folder. */
export class FolderInUse extends Error {
  readonly owner: FolderOwner | undefined

  constructor(root: string, owner: FolderOwner | undefined) {
    const who = owner ? `Berth with pid ${owner.pid}` : 'another Berth'
    const where = owner && owner.addresses.length > 0 ? ` at ${owner.addresses.join(' and ')}` : ''
    super(`${root} is in use by ${who}${where}: stop that one, or give this one another folder`)
    this.name = 'FolderInUse'
    this.owner = owner
  }
}

/**
 * Makes this process the only Berth on a folder. The lock is SQLite's exclusive lock on an empty
 * database file, which is the operating system's own file lock on every platform: it ends with the
 * process, however that ends, so nothing stale is ever left to be judged by pid or age.
 *
 * @throws FolderInUse
 */
export async function lockFolder(root: string): Promise<FolderLock> {
  const folder = join(root, OWN_FOLDER)
  await mkdir(folder, { recursive: true })
  const ownerFile = join(folder, 'owner.json')
  const database = takeLock(join(folder, 'lock'))
  if (!database) throw new FolderInUse(root, await readOwner(ownerFile))

  const announce = (addresses: readonly string[]): Promise<void> => {
    const owner: FolderOwner = { pid: process.pid, addresses }
    // A courtesy: a full disk must not keep the registry from serving, and from being tidied up.
    return writeFile(ownerFile, JSON.stringify(owner)).catch(() => rm(ownerFile, { force: true }))
  }
  await announce([])
  return {
    announce,
    async release() {
      await rm(ownerFile, { force: true })
      database.close()
    },
  }
}

/** SQLITE_BUSY: https://www.sqlite.org/rescode.html */
const SQLITE_BUSY = 5

function takeLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined
    throw error
  }
}

async function readOwner(file: string): Promise<FolderOwner | undefined> {
  try {
    const owner = JSON.parse(await readFile(file, 'utf8')) as FolderOwner
    return Number.isInteger(owner.pid) && Array.isArray(owner.addresses) ? owner : undefined
  } catch {
    // Not written yet, or not ours: the lock alone says that somebody is there.
    return undefined
  }
}
