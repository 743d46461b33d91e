import { randomUUID } from 'node:crypto'
import { closeSync, fdatasync, fsync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { appendToFile } from './disk-append.ts'
import { systemCode } from './disk-errors.ts'
import type { DiskRunner } from './disk-runner.ts'
import type { PlannedFile } from './disk-work.ts'
import { OffsetConflict, type NewObject, type StorageDriver } from './driver.ts'
import { takeHead } from './head.ts'

const datasync = promisify(fdatasync)
const sync = promisify(fsync)

/** The part of a driver that changes things; see there for what each promises. */
export type DiskWrites = Pick<
  StorageDriver,
  'writeInOrder' | 'create' | 'append' | 'remove' | 'close'
>

/** A body up to this many bytes is appended in one go. */
const SMALL = 128 * 1024

/**
 * @param root the folder of the tree, absolute
 * @param temporary a folder on the same file system for what is not yet, or no longer, in the tree
 */
export function createDiskWrites(root: string, temporary: string, runner: DiskRunner): DiskWrites {
  const at = (path: string): string => join(root, path)
  const aside = (): string => join(temporary, randomUUID())

  function planned(object: NewObject): PlannedFile {
    const file = at(object.path)
    if ('from' in object) return { from: at(object.from), file }
    const fresh = { from: aside(), file, bytes: ownBytes(object.bytes) }
    if (object.whole === undefined) return fresh
    return { ...fresh, whole: { folder: at(object.whole), aside: aside() } }
  }

  /** Writes what is new beside the tree. @returns all files, durable, still open */
  async function stage(files: readonly PlannedFile[]): Promise<readonly number[]> {
    const { fds } = await runner.run({ kind: 'stage', files })
    try {
      await syncAll(fds, datasync)
      return fds
    } catch (error) {
      fds.forEach(closeSync)
      throw error
    }
  }

  async function publish(files: readonly PlannedFile[], staged: readonly number[]): Promise<void> {
    const { fds } = await runner.run({ kind: 'publish', fds: staged, files })
    try {
      await syncAll(fds, syncFolder)
    } finally {
      fds.forEach(closeSync)
    }
  }

  async function appendSmall(path: string, offset: number, bytes: Uint8Array): Promise<number> {
    const append = { file: at(path), offset, bytes }
    const { size } = await runner.run({ kind: 'append', append })
    if (size !== offset) throw new OffsetConflict(path, offset, size ?? 0)
    return offset + bytes.length
  }

  return {
    async writeInOrder(objects) {
      const groups = objects.map((group) => group.map(planned))
      const files = groups.flat()
      try {
        let staged = await stage(files)
        for (const group of groups) {
          await publish(group, staged)
          staged = []
        }
      } catch (error) {
        await Promise.all(files.map(({ from, bytes }) => bytes && rm(from, { force: true })))
        throw error
      }
    },

    async create(path, bytes) {
      await runner.run({ kind: 'create', file: at(path), bytes: ownBytes(bytes) })
    },

    async append(path, offset, body) {
      const head = await takeHead(body, SMALL)
      if (head.rest) return await appendToFile(at(path), offset, head.rest)
      const end = await appendSmall(path, offset, ownBytes(head.bytes))
      if (head.failure) throw head.failure.reason
      return end
    },

    async remove(path, options) {
      const { fds } = await runner.run({ kind: 'remove', path: at(path), aside: aside() })
      try {
        if (options?.durable ?? true) await syncAll(fds, syncFolder)
      } finally {
        fds.forEach(closeSync)
      }
    },

    close: () => runner.close(),
  }
}

/** Side by side, so that the file system gathers them into few writes; none is left running. */
async function syncAll(fds: readonly number[], sync: (fd: number) => Promise<void>): Promise<void> {
  const all = await Promise.allSettled(fds.map((fd) => sync(fd)))
  const failed = all.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

async function syncFolder(fd: number): Promise<void> {
  try {
    await sync(fd)
  } catch (error) {
    // Some network file systems have no sync for folders.
    if (systemCode(error) !== 'EINVAL') throw error
  }
}

/** Bytes that share their memory with others would take all of it along to the thread. */
function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)
}
