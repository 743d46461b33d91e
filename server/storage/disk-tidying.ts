import { readdir, rmdir, stat, utimes } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { isInUse, unlessAbsent } from './disk-errors.ts'
import { LEFT_OUT, NONE, type DeepLeaf, type Walked } from './disk-tidying-work.ts'
import { createTidyingThreads } from './disk-tidying-threads.ts'
import type { FoundObject, Leaf, StorageDriver } from './driver.ts'

/** The part of a driver that finds out what there is, and takes away what nobody needs. */
export type DiskTidying = Required<
  Pick<
    StorageDriver,
    'walk' | 'readSome' | 'touch' | 'removeFound' | 'removeEmptyFolders' | 'close'
  >
>

/** Questions of one walk under way at once; folders in each at most, and so few that they are not divided. */
const AHEAD = 4
const FOLDERS = 500
const FEW = 8

/**
 * @param root the folder of the tree, absolute
 * @param isLocal whether it is on a file system known to be local
 */
export function createDiskTidying(root: string, isLocal: boolean): DiskTidying {
  const at = (path: string): string => join(root, path)
  const threads = createTidyingThreads(isLocal)

  async function look(folders: readonly string[], leaf: DeepLeaf | undefined): Promise<Walked> {
    const { walked } = await threads.run({ kind: 'walk', root, folders, leaf })
    return walked ?? NOTHING
  }

  /** The deepest first, so that few wait. */
  async function* walk(path: string, leaf?: Leaf): AsyncGenerator<readonly FoundObject[]> {
    const deep = leaf && { name: leaf.name, parts: path.split('/').length + leaf.below }
    const left = leaf ? leaf.within.map((name) => `${path}/${name}`) : [path]
    const underWay: Promise<Walked>[] = []
    while (left.length > 0 || underWay.length > 0) {
      const share = Math.min(FOLDERS, Math.max(FEW, Math.ceil(left.length / AHEAD)))
      while (left.length > 0 && underWay.length < AHEAD) {
        const looking = look(left.splice(-share), deep)
        // Met when its turn comes; until then nobody listens.
        looking.catch(() => {})
        underWay.push(looking)
      }
      const { left: more, ...found } = (await underWay.shift()) ?? NOTHING
      for (const folder of more) left.push(folder)
      yield rowsOf(found)
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

    async readSome(paths) {
      const { read } = await threads.run({ kind: 'read', files: paths.map(at) })
      const contents = new Map<string, Buffer | undefined>()
      if (!read) return contents
      const { bytes, lengths } = read
      let start = bytes.byteOffset
      for (const [index, path] of paths.entries()) {
        const length = lengths[index] ?? LEFT_OUT
        if (length === NONE) contents.set(path, undefined)
        if (length < 0) continue
        contents.set(path, Buffer.from(bytes.buffer, start, length))
        start += length
      }
      return contents
    },

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

    async removeFound({ path, size, modified }) {
      const time = modified.getTime()
      const { isRemoved } = await threads.run({ kind: 'remove', file: at(path), size, time })
      return isRemoved ?? false
    },

    close: () => threads.close(),
  }
}

const NOTHING: Walked = {
  paths: [],
  sizes: new Float64Array(),
  times: new Float64Array(),
  left: [],
}

function rowsOf({ paths, sizes, times }: Omit<Walked, 'left'>): readonly FoundObject[] {
  return paths.map((path, index) => {
    return { path, size: sizes[index] ?? 0, modified: new Date(times[index] ?? 0) }
  })
}

/** @returns whether it was done, or had been already */
async function unlessInUse(work: Promise<void>): Promise<boolean> {
  try {
    await unlessAbsent(work)
    return true
  } catch (error) {
    if (isInUse(error)) return false
    throw error
  }
}
