import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { systemCode } from './disk-errors.ts'

/**
 * Makes the entries that lead to `folder` durable: it may have been made just now, with folders
 * above it. Ends at the first one that may not be opened, which is somebody else's and older.
 */
export async function syncUpwards(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  for (let at = dirname(folder); ; at = dirname(at)) {
    try {
      const handle = await open(at, 'r')
      await handle.sync().finally(() => handle.close())
    } catch (error) {
      if (systemCode(error)) return
      throw error
    }
    if (at === dirname(at)) return
  }
}
