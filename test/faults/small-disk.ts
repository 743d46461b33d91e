import { spawnSync } from 'node:child_process'
import { closeSync, openSync, statfsSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../support/folder.ts'

/** A file system that is soon full. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string
  /** Takes space with a file until about so many bytes are left. */
  leave(bytes: number): void
  /** Gives that space back. */
  relieve(): void
}

const blockSize = 4096

/** Mounts a file system in memory; `undefined` where that is not allowed or not known. */
export async function mountSmallDisk(mebibytes: number): Promise<SmallDisk | undefined> {
  const folder = await temporaryFolder('disk')
  const size = `size=${mebibytes}m`
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', folder.path])
  if (mounted.status !== 0) {
    await folder[Symbol.asyncDispose]()
    return undefined
  }
  const filler = join(folder.path, 'filler')
  return {
    path: folder.path,
    leave: (bytes) => fill(filler, bytes),
    relieve: () => truncateSync(filler),
    async [Symbol.asyncDispose]() {
      spawnSync('umount', [folder.path])
      await folder[Symbol.asyncDispose]()
    },
  }
}

function fill(file: string, left: number): void {
  const handle = openSync(file, 'a')
  const block = Buffer.alloc(blockSize)
  for (let free = freeBytes(file); free - blockSize >= left; free = freeBytes(file)) {
    writeSync(handle, block)
  }
  closeSync(handle)
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}
