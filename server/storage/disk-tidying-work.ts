import {
  closeSync,
  openSync,
  readdirSync,
  readSync,
  rmdirSync,
  statSync,
  unlinkSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { isAbsence, isInUse } from './disk-errors.ts'

/**
 * Work on many small files, a thread's turn at a time: of system calls that take a few microseconds
 * each, asking for every one by itself costs many times as much. A turn is bounded, and what is left
 * goes back to whoever asked.
 */
export type TidyingWork =
  /** Looks below `folders` for files: for those of the name and depth of `leaf` if there is one. */
  | {
      readonly kind: 'walk'
      /** What all paths are relative to. */
      readonly root: string
      readonly folders: readonly string[]
      readonly leaf?: DeepLeaf | undefined
    }
  /** Reads files that are small. */
  | { readonly kind: 'read'; readonly files: readonly string[] }
  /** Takes a file away that is still as it was found, and its folder if it held nothing else. */
  | { readonly kind: 'remove'; readonly file: string; readonly size: number; readonly time: number }

export interface TidyingResult {
  readonly walked?: Walked
  readonly read?: ReadFiles
  readonly isRemoved?: boolean
  /** What the system says, where that was no answer. */
  readonly failure?: { readonly message: string; readonly code: string | undefined }
}

/** A leaf, in a folder whose path has so many parts. */
export interface DeepLeaf {
  readonly name: string
  readonly parts: number
}

/** What was found: columns of one table, which get from thread to thread quicker than its rows. */
export interface Walked {
  readonly paths: readonly string[]
  readonly sizes: Float64Array
  /** When each was modified, in milliseconds. */
  readonly times: Float64Array
  /** What has not been looked into yet. */
  readonly left: readonly string[]
}

export interface ReadFiles {
  /** Of all of them, one after the other. */
  readonly bytes: Uint8Array
  /** Bytes of each; `NONE` where there is no file, `LEFT_OUT` where somebody else has to read it. */
  readonly lengths: Int32Array
}

export const NONE = -1
export const LEFT_OUT = -2

/** Files looked at in a turn. */
const LOOKS = 1_000
/** Bytes read in a turn. */
const BYTES = 1024 * 1024

export function doTidyingWork(work: TidyingWork): TidyingResult {
  switch (work.kind) {
    case 'walk':
      return { walked: walk(work.root, work.folders, work.leaf) }
    case 'read':
      return { read: readFiles(work.files) }
    case 'remove':
      return { isRemoved: removeFile(work.file, work.size, work.time) }
  }
}

/** Filled anew in each turn of the thread. */
const sizes = new Float64Array(LOOKS)
const times = new Float64Array(LOOKS)
const scratch = Buffer.allocUnsafeSlow(BYTES)

function walk(root: string, folders: readonly string[], leaf: DeepLeaf | undefined): Walked {
  const left = [...folders]
  const paths: string[] = []
  for (let looks = 0; looks < LOOKS; looks++) {
    const next = left.pop()
    if (next === undefined) break
    const isDeep = leaf !== undefined && countParts(next) === leaf.parts
    const path = isDeep ? `${next}/${leaf.name}` : next
    const found = isDeep || !leaf ? fileAt(`${root}/${path}`) : undefined
    if (found) {
      sizes[paths.length] = found.size
      times[paths.length] = found.mtime.getTime()
      paths.push(path)
    } else if (!isDeep) {
      for (const name of namesIn(`${root}/${path}`, !leaf)) left.push(`${path}/${name}`)
    }
  }
  const { length } = paths
  return { paths, sizes: sizes.slice(0, length), times: times.slice(0, length), left }
}

function countParts(path: string): number {
  let parts = 1
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) parts++
  return parts
}

const fileAt = (file: string) => {
  const found = unlessAbsent(() => statSync(file, { throwIfNoEntry: false }))
  return found?.isFile() ? found : undefined
}

/** @param plain only files and folders: a link to a folder may lead to one above it */
function namesIn(folder: string, plain: boolean): readonly string[] {
  if (!plain) return unlessAbsent(() => readdirSync(folder)) ?? []
  const entries = unlessAbsent(() => readdirSync(folder, { withFileTypes: true })) ?? []
  return entries.filter((one) => one.isFile() || one.isDirectory()).map(({ name }) => name)
}

function readFiles(files: readonly string[]): ReadFiles {
  const lengths = new Int32Array(files.length)
  let filled = 0
  for (const [index, file] of files.entries()) {
    const length = readInto(scratch.subarray(filled), file)
    lengths[index] = length
    filled += Math.max(0, length)
  }
  // A copy of its own: what goes to another thread takes all of its memory along.
  return { bytes: new Uint8Array(scratch.subarray(0, filled)), lengths }
}

/** Whatever fails does so again for whoever reads the file by itself, and hears why. */
function readInto(buffer: Buffer, file: string): number {
  if (buffer.length === 0) return LEFT_OUT
  try {
    const fd = openSync(file, 'r')
    try {
      const length = readSync(fd, buffer, 0, buffer.length, 0)
      // It may go on behind the buffer.
      return length < buffer.length ? length : LEFT_OUT
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    return isAbsence(error) ? NONE : LEFT_OUT
  }
}

function removeFile(file: string, size: number, time: number): boolean {
  const now = fileAt(file)
  if (now?.size !== size || now.mtime.getTime() !== time) return false
  if (!unlessInUse(() => unlinkSync(file))) return false
  unlessInUse(() => rmdirSync(dirname(file)))
  return true
}

/** @returns whether it was done, or had been already */
function unlessInUse(work: () => void): boolean {
  try {
    unlessAbsent(work)
    return true
  } catch (error) {
    if (isInUse(error)) return false
    throw error
  }
}

function unlessAbsent<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (isAbsence(error)) return undefined
    throw error
  }
}
