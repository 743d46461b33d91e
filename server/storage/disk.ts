import { mkdir, open, readFile, readdir, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { fileBody } from './disk-body.ts'
import { systemCode, unlessAbsent, withFullDisk } from './disk-errors.ts'
import { createDiskRunner, type DiskRunner } from './disk-runner.ts'
import { createDiskTidying } from './disk-tidying.ts'
import { syncUpwards } from './disk-upwards.ts'
import { createDiskWrites } from './disk-writes.ts'
import {
  StorageUnavailable,
  type ByteRange,
  type OpenObject,
  type StorageDriver,
} from './driver.ts'
import { createQueue } from './queue.ts'

/** Berth's own folder below the root: the lock, and bytes that are not yet or no longer in place. */
export const OWN_FOLDER = '.berth'

/**
 * Storage in a folder. New bytes are first written beside the tree, in `.berth/tmp`, synced, then
 * renamed into place; removed trees are renamed away first. So whoever looks at any moment, also
 * after the power went, sees each object old or new, never half.
 *
 * @param root absolute; made when it is missing. What an earlier process left in `.berth/tmp` is dropped,
 *   so the caller holds the folder's lock.
 * @param runner where disk work is done, if that is not to be found out
 */
export async function openDisk(root: string, runner?: DiskRunner): Promise<StorageDriver> {
  const temporary = join(root, OWN_FOLDER, 'tmp')
  await rm(temporary, { recursive: true, force: true })
  await mkdir(temporary, { recursive: true })
  await syncUpwards(root)
  const appends = createQueue()
  const work = runner ?? (await createDiskRunner(root))
  const writes = createDiskWrites(root, temporary, work)
  const tidying = createDiskTidying(root, work.isLocal)
  const at = (path: string): string => join(root, path)

  return {
    exclusive: true,

    read: (path) => unlessAbsent(readFile(at(path))),

    writeInOrder: (groups) =>
      withFullDisk(writes.writeInOrder(groups), groups.flat()[0]?.path ?? ''),

    create: (path, bytes) => withFullDisk(writes.create(path, bytes), path),

    open: (path, range) => openFile(at(path), range),

    async stat(path) {
      const found = await unlessAbsent(stat(at(path)))
      return found?.isFile() ? { size: found.size, modified: found.mtime } : undefined
    },

    async *list(path, options) {
      const names = await unlessAbsent(readdir(at(path)))
      if (!names) return
      const after = options?.after
      yield* (after === undefined ? names : names.filter((name) => name > after)).sort()
    },

    append: (path, offset, body) =>
      withFullDisk(
        appends(path, () => writes.append(path, offset, body)),
        path,
      ),

    remove: writes.remove,
    ...tidying,

    async check() {
      try {
        await stat(root)
      } catch (error) {
        const why = systemCode(error) ?? String(error)
        throw new StorageUnavailable(`the folder ${root} cannot be used (${why})`, { cause: error })
      }
    },

    async close() {
      await Promise.all([writes.close(), tidying.close()])
    },
  }
}

async function openFile(file: string, range?: ByteRange): Promise<OpenObject | undefined> {
  const handle = await unlessAbsent(open(file, 'r'))
  const size = handle && (await sizeOrClose(handle))
  if (!handle || size === undefined) return undefined
  const first = range?.first ?? 0
  const last = Math.min(range?.last ?? Infinity, size - 1)
  return { size, body: fileBody(handle, first, Math.max(0, last - first + 1)) }
}

/** The size of a file. What is none, or cannot be looked at, is closed again. */
async function sizeOrClose(handle: FileHandle): Promise<number | undefined> {
  let size: number | undefined
  try {
    const found = await handle.stat()
    if (found.isFile()) size = found.size
    return size
  } finally {
    if (size === undefined) await handle.close()
  }
}
