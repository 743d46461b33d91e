import { statfs } from 'node:fs/promises'
import { doDiskWork, type DiskResult, type DiskWork } from './disk-work.ts'
import { createThreadPool } from './thread-pool.ts'

/**
 * Decides where disk work is done. Handing it to a thread and back costs ten times what the work
 * itself does on a local disk, but a disk that makes the server's own thread wait holds up everybody.
 * So it is done right away only on file systems known to be local, and only while they are quick.
 */
export interface DiskRunner {
  /** What the work throws, this throws: with the system's code. */
  run(work: DiskWork): Promise<DiskResult>
  /** Whether the file system is known to be local. */
  readonly isLocal: boolean
  /** Ends the threads once all work is done. */
  close(): Promise<void>
}

/** Threads at most. */
const MOST = 4
/** Work that took longer than this, in milliseconds, was not quick. */
const SLOW = 20
/** How long threads are used after that, in milliseconds. */
const CAUTIOUS = 10_000
/** `f_type` of Linux's local file systems (statfs(2)): ext2 to 4, XFS, Btrfs, F2FS, ZFS, tmpfs, overlay. */
const LOCAL: ReadonlySet<number> = new Set([
  0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x2fc12fc1, 0x01021994, 0x794c7630,
])

/** @param folder on the file system that the work is about */
export async function createDiskRunner(folder: string): Promise<DiskRunner> {
  return diskRunner(process.platform === 'linux' && LOCAL.has((await statfs(folder)).type))
}

/** @param isLocal whether work may be done right away */
export function diskRunner(isLocal: boolean): DiskRunner {
  const options = { most: MOST }
  const threads = createThreadPool<DiskWork, DiskResult>('disk-worker.ts', import.meta.url, options)
  let cautiousUntil = isLocal ? 0 : Infinity

  function runHere(work: DiskWork): DiskResult {
    const started = performance.now()
    try {
      return doDiskWork(work)
    } finally {
      const ended = performance.now()
      if (ended - started > SLOW) cautiousUntil = ended + CAUTIOUS
    }
  }

  return {
    isLocal,
    async run(work) {
      return performance.now() >= cautiousUntil ? runHere(work) : await threads.ask(work)
    },
    close: () => threads.close(),
  }
}
