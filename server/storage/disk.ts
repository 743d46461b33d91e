import { randomUUID } from 'node:crypto'
import {
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  unlink,
  type FileHandle,
} from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { appendToFile } from './disk-append.ts'
import { fileBody } from './disk-body.ts'
import { systemCode, unlessAbsent, withFullDisk } from './disk-errors.ts'
import { createFolders, syncUpwards, type Folders } from './disk-folders.ts'
import type { ByteRange, Lasting, OpenObject, SmallObject, StorageDriver } from './driver.ts'
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
 */
export async function openDisk(root: string): Promise<StorageDriver> {
  const temporary = join(root, OWN_FOLDER, 'tmp')
  await rm(temporary, { recursive: true, force: true })
  await mkdir(temporary, { recursive: true })
  await syncUpwards(root)
  const appends = createQueue()
  const folders = createFolders(root)
  const at = (path: string): string => join(root, path)
  const aside = (): string => join(temporary, randomUUID())
  const writeGroups = (groups: readonly (readonly SmallObject[])[], durable: boolean) =>
    writeInOrder({ at, aside, folders }, groups, durable)

  return {
    exclusive: true,

    read: (path) => unlessAbsent(readFile(at(path))),

    write: (path, bytes, options) => writeGroups([[{ path, bytes }]], isDurable(options)),

    writeInOrder: (groups) => writeGroups(groups, true),

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

    async append(path, offset, body) {
      await folders.make(dirname(at(path)))
      try {
        return await appends(path, () => appendToFile(at(path), offset, body))
      } catch (error) {
        throw withFullDisk(error, path)
      }
    },

    async move(from, to) {
      try {
        await syncFile(at(from))
        await renameInto(folders, at(from), at(to))
        await folders.sync([dirname(at(to))])
      } catch (error) {
        throw withFullDisk(error, to)
      }
    },

    async remove(path, options) {
      const gone = aside()
      if (!(await moveAside(at(path), gone))) return
      folders.forget(at(path))
      if (isDurable(options)) await folders.sync([dirname(at(path))])
      await rm(gone, { recursive: true, force: true })
    },

    close: async () => {},
  }
}

const isDurable = (options: Lasting | undefined): boolean => options?.durable ?? true

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

interface Place {
  readonly at: (path: string) => string
  readonly aside: () => string
  readonly folders: Folders
}

async function writeInOrder(
  { at, aside, folders }: Place,
  groups: readonly (readonly SmallObject[])[],
  durable: boolean,
): Promise<void> {
  const staged = groups.map((group) =>
    group.map(({ path, bytes, whole }) => ({
      file: at(path),
      bytes,
      temporary: aside(),
      whole: whole === undefined ? undefined : at(whole),
    })),
  )
  try {
    // Side by side: the file system gathers the syncs into few writes.
    await settled(staged.flat().map((one) => writeFile(one.temporary, one.bytes, durable)))
    for (const group of staged) {
      for (const { temporary, file, whole } of group) {
        if (whole && (await appear({ from: temporary, to: file, whole, aside: aside() }))) continue
        await renameInto(folders, temporary, file)
      }
      if (durable) await folders.sync(group.map((one) => dirname(one.file)))
    }
  } catch (error) {
    await Promise.all(staged.flat().map((one) => unlessAbsent(unlink(one.temporary))))
    throw withFullDisk(error, groups.flat()[0]?.path ?? '')
  }
}

/** All of `work`, none left running: a failure must not race with the clean-up after it. */
async function settled(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

async function writeFile(file: string, bytes: Uint8Array, durable: boolean): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    await handle.writeFile(bytes)
    if (durable) await handle.datasync()
  } finally {
    await handle.close()
  }
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** How often a folder is made again that somebody keeps removing. */
const ATTEMPTS = 5

/** Renames over `to`, making its folder again should someone have removed it meanwhile. */
async function renameInto(folders: Folders, from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await folders.make(dirname(to))
      return await rename(from, to)
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' || attempt === ATTEMPTS) throw error
      folders.forget(dirname(to))
    }
  }
}

/**
 * Brings the folder `whole`, which must not exist yet, into being with the file `to` in it.
 *
 * @returns false, with `from` where it was, when there is such a folder already
 */
async function appear(move: { from: string; to: string; whole: string; aside: string }) {
  const { from, to, whole, aside } = move
  if (await unlessAbsent(stat(whole))) return false
  const inside = join(aside, relative(whole, to))
  try {
    await mkdir(dirname(inside), { recursive: true })
    await mkdir(dirname(whole), { recursive: true })
    await rename(from, inside)
    await rename(aside, whole)
    return true
  } catch (error) {
    // Back to where it was, for the caller to put in place or to clear away.
    await unlessAbsent(rename(inside, from))
    await rm(aside, { recursive: true, force: true })
    // Somebody else has just made it.
    if (await unlessAbsent(stat(whole))) return false
    throw error
  }
}

/** Whether there was something to move. */
async function moveAside(from: string, to: string): Promise<boolean> {
  return (await unlessAbsent(rename(from, to).then(() => true))) ?? false
}
