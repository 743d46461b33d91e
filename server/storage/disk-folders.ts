import { mkdir, open } from 'node:fs/promises'
import { dirname, sep } from 'node:path'
import { systemCode, unlessAbsent } from './disk-errors.ts'

/** How many folders are remembered as durable before the memory starts anew. */
const REMEMBERED = 20_000

/**
 * Folders whose own entries are known to be on disk. A new file is durable only once its folder is,
 * and that folder's entry in its parent, and so on up; this keeps each of these syncs from being
 * done twice, also by requests that make the same folders at the same time.
 */
export interface Folders {
  /** Makes `folder` and what is missing above it. Not durable until `sync`. */
  make(folder: string): Promise<void>
  /** Makes every change so far to the entries of these folders durable, and the folders themselves. */
  sync(folders: Iterable<string>): Promise<void>
  /** `folder` was removed or moved away: it and all below may have to be made again. */
  forget(folder: string): void
}

/** @param root absolute; taken as durable itself */
export function createFolders(root: string): Folders {
  const durable = new Set<string>([root])

  return {
    async make(folder) {
      if (durable.has(folder)) return
      await mkdir(folder, { recursive: true })
    },

    async sync(folders) {
      const targets = new Set<string>()
      const fresh: string[] = []
      for (const folder of folders) {
        targets.add(folder)
        for (let at = folder; !durable.has(at) && at.length > root.length; at = dirname(at)) {
          fresh.push(at)
          targets.add(dirname(at))
        }
      }
      await Promise.all([...targets].map(syncFolder))
      if (durable.size > REMEMBERED) reset()
      for (const folder of fresh) durable.add(folder)
    },

    forget(folder) {
      // A folder becomes durable with all above it, so there is none below one that is not.
      if (!durable.delete(folder)) return
      for (const known of durable) if (known.startsWith(folder + sep)) durable.delete(known)
    },
  }

  function reset(): void {
    durable.clear()
    durable.add(root)
  }
}

/**
 * Makes the entries that lead to `folder` durable: it may have been made just now, with folders
 * above it. Ends at the first one that may not be opened, which is somebody else's and older.
 */
export async function syncUpwards(folder: string): Promise<void> {
  for (let at = dirname(folder); ; at = dirname(at)) {
    try {
      await syncFolder(at)
    } catch (error) {
      if (systemCode(error)) return
      throw error
    }
    if (at === dirname(at)) return
  }
}

/** A folder that is gone again has nothing left to make durable. Windows cannot sync folders and need not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await unlessAbsent(open(folder, 'r'))
  if (!handle) return
  try {
    await handle.sync()
  } catch (error) {
    // Some network file systems have no sync for folders.
    if (systemCode(error) !== 'EINVAL') throw error
  } finally {
    await handle.close()
  }
}
