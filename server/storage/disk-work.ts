import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { isAbsence, systemCode } from './disk-errors.ts'

/**
 * Changes to the file system that are several short system calls each, done in one go: in a thread of
 * their own, or right away where the file system is known to be quick (`disk-runner.ts`). None of them
 * waits for the disk: what has to be synced comes back as open files, to be synced side by side and
 * closed by whoever asked.
 *
 * Whatever ends them half-way leaves every file whole, old or new.
 */
export type DiskWork =
  /** Writes new files beside the tree, and opens those that are there. */
  | { readonly kind: 'stage'; readonly files: readonly PlannedFile[] }
  /** Closes `fds`, gives files their names, and opens the folders that have them now. */
  | {
      readonly kind: 'publish'
      readonly fds: readonly number[]
      readonly files: readonly PlannedFile[]
    }
  | { readonly kind: 'append'; readonly append: AppendWork }
  | { readonly kind: 'create'; readonly file: string; readonly bytes: Uint8Array }
  /** Takes a file or a tree away, and opens the folder that had it. */
  | { readonly kind: 'remove'; readonly path: string; readonly aside: string }

export interface DiskResult {
  /** To be synced, if it shall last, and closed. */
  readonly fds: readonly number[]
  /** Of 'append': the length of the file before, which got the bytes only if that is the offset. */
  readonly size?: number
}

export interface PlannedFile {
  /** Where the bytes are, or are to be written first. */
  readonly from: string
  readonly file: string
  /** Of a new file; without them `from` is there already. */
  readonly bytes?: Uint8Array
  /** A folder that must not be seen without the file, and where it is made first. */
  readonly whole?: { readonly folder: string; readonly aside: string }
}

/** Bytes for the end of a file, which must be `offset` bytes long; at 0 it is made when missing. */
export interface AppendWork {
  readonly file: string
  readonly offset: number
  readonly bytes: Uint8Array
}

export function doDiskWork(work: DiskWork): DiskResult {
  switch (work.kind) {
    case 'stage':
      return { fds: stageFiles(work.files) }
    case 'publish':
      return { fds: publishFiles(work.fds, work.files) }
    case 'append':
      return { fds: [], size: appendBytes(work.append) }
    case 'create':
      createFile(work.file, work.bytes)
      return { fds: [] }
    case 'remove':
      return { fds: removeTree(work.path, work.aside) }
  }
}

function stageFiles(files: readonly PlannedFile[]): readonly number[] {
  const fds: number[] = []
  try {
    for (const { from, bytes } of files) {
      const fd = openSync(from, bytes ? 'wx' : 'r+')
      fds.push(fd)
      if (bytes) writeAll(fd, bytes, 0)
      else touchNow(fd)
    }
    return fds
  } catch (error) {
    // What was written is cleared away by whoever asked, as after any later failure.
    for (const fd of fds) closeSync(fd)
    throw error
  }
}

/** Renaming leaves the time at which the last byte came, which may be long ago. */
function touchNow(fd: number): void {
  const now = new Date()
  futimesSync(fd, now, now)
}

function publishFiles(fds: readonly number[], files: readonly PlannedFile[]): readonly number[] {
  for (const fd of fds) closeSync(fd)
  for (const file of files) putInPlace(file)
  return openFolders(new Set(files.map(({ file }) => dirname(file))))
}

function appendBytes({ file, offset, bytes }: AppendWork): number {
  const write = (fd: number): number => {
    const { size } = fstatSync(fd)
    if (size === offset) writeAll(fd, bytes, offset)
    return size
  }
  if (offset > 0) return exists(file) ? withFile(file, 'r+', write) : 0
  makeFolder(dirname(file))
  // Neither `r+` (must exist) nor `a` (ignores positions) nor `w` (empties) is what is wanted.
  return withFile(file, constants.O_RDWR | constants.O_CREAT, write)
}

/** A file that nobody looks for before this has ended. */
function createFile(file: string, bytes: Uint8Array): void {
  inItsFolder(file, () => withFile(file, 'w', (fd) => writeAll(fd, bytes, 0)))
}

function withFile<T>(file: string, flags: string | number, work: (fd: number) => T): T {
  const fd = openSync(file, flags)
  try {
    return work(fd)
  } finally {
    closeSync(fd)
  }
}

function putInPlace({ from, file, whole }: PlannedFile): void {
  if (!whole || !appear(from, file, whole)) renameInto(from, file)
}

function removeTree(path: string, aside: string): readonly number[] {
  try {
    renameSync(path, aside)
  } catch (error) {
    if (isAbsence(error)) return []
    throw error
  }
  rmSync(aside, { recursive: true, force: true })
  return openFolders([dirname(path)])
}

function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(fd, bytes, done, bytes.length - done, position + done)
  }
}

function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true })
}

/** How often a folder is made again that somebody keeps removing. */
const ATTEMPTS = 5

/** Renames over `to`. */
function renameInto(from: string, to: string): void {
  inItsFolder(to, () => renameSync(from, to))
}

/** The folder of `file` is missing when it is new, or when somebody has just removed it. */
function inItsFolder(file: string, work: () => void): void {
  for (let attempt = 1; ; attempt++) {
    try {
      return work()
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' || attempt === ATTEMPTS) throw error
      makeFolder(dirname(file))
    }
  }
}

/**
 * Brings the folder of `whole`, which must not exist yet, into being with the file `to` in it.
 *
 * @returns false, with `from` where it was, when there is such a folder already
 */
function appear(from: string, to: string, { folder, aside }: NonNullable<PlannedFile['whole']>) {
  if (exists(folder)) return false
  const inside = join(aside, relative(folder, to))
  try {
    makeFolder(dirname(inside))
    makeFolder(dirname(folder))
    renameSync(from, inside)
    renameSync(aside, folder)
    return true
  } catch (error) {
    // Back to where it was, for the caller to put in place or to clear away.
    if (exists(inside)) renameSync(inside, from)
    rmSync(aside, { recursive: true, force: true })
    // Somebody else has just made it.
    if (exists(folder)) return false
    throw error
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

/**
 * Opens folders to be synced, which makes the names in them durable, and the way to them: what was
 * made before, folders above included, stands before it in the journal of ext4, XFS, Btrfs, ZFS and
 * APFS. Windows cannot sync folders and need not. One that is gone again has nothing left to sync.
 */
function openFolders(folders: Iterable<string>): readonly number[] {
  if (process.platform === 'win32') return []
  const fds: number[] = []
  for (const folder of folders) {
    try {
      fds.push(openSync(folder, 'r'))
    } catch (error) {
      if (isAbsence(error)) continue
      for (const fd of fds) closeSync(fd)
      throw error
    }
  }
  return fds
}
