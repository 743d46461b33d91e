import { statfs } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { DiskSpace } from './warnings.ts'

/** How long is waited for a file system that does not answer, in milliseconds. */
const PATIENCE = 1_000

/** The space on the disk below `folder`; undefined where it cannot be told, or not soon. */
export function createDiskSpace(folder: string): () => Promise<DiskSpace | undefined> {
  let asked: Promise<DiskSpace | undefined> | undefined
  return () => {
    asked ??= ask(folder).finally(() => (asked = undefined))
    return Promise.race([asked, delay(PATIENCE, undefined, { ref: false })])
  }
}

async function ask(folder: string): Promise<DiskSpace | undefined> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
  } catch {
    return undefined
  }
}
