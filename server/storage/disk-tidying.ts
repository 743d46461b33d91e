import { readdir, rmdir, stat, unlink, utimes } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { systemCode, unlessAbsent } from './disk-errors.ts'
import type { DiskRunner } from './disk-runner.ts'
import type { FoundObject, StorageDriver } from './driver.ts'

/** The part of a driver that finds out what there is, and takes away what nobody needs. */
export type DiskTidying = Pick<
  StorageDriver,
  'walk' | 'touch' | 'removeFound' | 'removeEmptyFolders'
>

/** Files looked at in one go: less than a millisecond on a quick disk. */
const AT_ONCE = 64
/** Files looked at side by side on a slow one. */
const AHEAD = 1_024
/** Somebody has it open, on Windows; or has just put something into a folder. */
const IN_USE: ReadonlySet<string> = new Set(['EBUSY', 'EPERM', 'EACCES', 'ENOTEMPTY', 'EEXIST'])

/**
 * @param root the folder of the tree, absolute
 * @param runner where many files are looked at
 */
export function createDiskTidying(root: string, runner: DiskRunner): DiskTidying {
  const at = (path: string): string => join(root, path)

  async function lookAt(path: string): Promise<FoundObject | undefined> {
    const found = await unlessAbsent(stat(at(path)))
    return found?.isFile() ? { path, size: found.size, modified: found.mtime } : undefined
  }

  /** In one go where that is quick; a thread of the runner's would cost more than it saves. */
  async function foundAt(paths: readonly string[]) {
    if (!runner.isQuick()) return await Promise.all(paths.map(lookAt))
    return (await runner.run({ kind: 'look', files: paths.map(at) })).found ?? []
  }

  async function lookAtSome(paths: readonly string[]): Promise<readonly (FoundObject | string)[]> {
    const found = await foundAt(paths)
    return paths.map((path, index) => {
      const object = found[index]
      return object ? { ...object, path } : path
    })
  }

  /** @returns what was found, or the path where there is nothing */
  async function* look(paths: readonly string[]): AsyncGenerator<FoundObject | string> {
    for (let start = 0; start < paths.length; start += AHEAD) {
      const parts: Promise<readonly (FoundObject | string)[]>[] = []
      for (let at = start; at < Math.min(start + AHEAD, paths.length); at += AT_ONCE) {
        parts.push(lookAtSome(paths.slice(at, Math.min(at + AT_ONCE, start + AHEAD))))
      }
      for (const found of await Promise.all(parts)) yield* found
    }
  }

  /** Most folders hold one file, of that name: it is looked at without asking first what is in the folder. */
  async function* walk(path: string, leaf?: string): AsyncGenerator<FoundObject> {
    const entries = (await unlessAbsent(readdir(at(path), { withFileTypes: true }))) ?? []
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => `${path}/${name}`)
    for await (const found of look(files)) if (typeof found !== 'string') yield found
    const folders = entries.filter((entry) => entry.isDirectory())
    const below = folders.map(({ name }) => `${path}/${name}`)
    if (leaf === undefined) for (const folder of below) yield* walk(folder)
    else yield* walkLeaves(below, leaf)
  }

  async function* walkLeaves(folders: readonly string[], leaf: string) {
    const end = `/${leaf}`
    for await (const found of look(folders.map((folder) => folder + end))) {
      if (typeof found === 'string') yield* walk(found.slice(0, -end.length), leaf)
      else yield found
    }
  }

  /** Not asked for first: only the system knows whether it is empty at that moment. */
  const removeIfEmpty = (path: string): Promise<boolean> => unlessInUse(rmdir(at(path)))

  async function removeEmptyBelow(path: string): Promise<boolean> {
    const entries = (await unlessAbsent(readdir(at(path), { withFileTypes: true }))) ?? []
    for (const entry of entries) {
      if (entry.isDirectory()) await removeEmptyBelow(`${path}/${entry.name}`)
    }
    return await removeIfEmpty(path)
  }

  return {
    walk,

    async removeEmptyFolders(path, top) {
      let isGone = await removeEmptyBelow(path)
      for (let above = posix.dirname(path); isGone && above.startsWith(`${top}/`);) {
        isGone = await removeIfEmpty(above)
        above = posix.dirname(above)
      }
    },

    async touch(path, since) {
      const found = await unlessAbsent(stat(at(path)))
      if (!found?.isFile()) return undefined
      if (found.mtime >= since) return found.mtime
      const now = new Date()
      return await unlessAbsent(utimes(at(path), now, now).then(() => now))
    },

    async removeFound(found) {
      const now = await lookAt(found.path)
      const isSame = now?.size === found.size && now.modified.getTime() === found.modified.getTime()
      if (!isSame || !(await unlessInUse(unlink(at(found.path))))) return false
      await unlessInUse(rmdir(at(dirname(found.path))))
      return true
    },
  }
}

/** @returns whether it was done, or had been already */
async function unlessInUse(work: Promise<void>): Promise<boolean> {
  try {
    await unlessAbsent(work)
    return true
  } catch (error) {
    if (IN_USE.has(systemCode(error) ?? '')) return false
    throw error
  }
}
