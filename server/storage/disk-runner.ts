import { statfs } from 'node:fs/promises'
import { WorkerThread } from '../worker-thread.ts'
import { doDiskWork, type DiskResult, type DiskWork } from './disk-work.ts'

/**
 * Decides where disk work is done. Handing it to a thread and back costs ten times what the work
 * itself does on a local disk, but a disk that makes the server's own thread wait holds up everybody.
 * So it is done right away only on file systems known to be local, and only while they are quick.
 */
export interface DiskRunner {
  /** What the work throws, this throws: with the system's code. */
  run(work: DiskWork): Promise<DiskResult>
  /** Whether the next work would be done right away. */
  isQuick(): boolean
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

/** @param local whether work may be done right away */
export function diskRunner(local: boolean): DiskRunner {
  const threads: WorkerThread<DiskWork, DiskResult>[] = []
  const running = new Set<Promise<unknown>>()
  let cautiousUntil = local ? 0 : Infinity

  function runHere(work: DiskWork): DiskResult {
    const started = performance.now()
    try {
      return doDiskWork(work)
    } finally {
      const ended = performance.now()
      if (ended - started > SLOW) cautiousUntil = ended + CAUTIOUS
    }
  }

  function runInThread(work: DiskWork): Promise<DiskResult> {
    const done = leastBusy().ask(work)
    const ended = done.catch(() => {}).finally(() => running.delete(ended))
    running.add(ended)
    return done
  }

  function leastBusy(): WorkerThread<DiskWork, DiskResult> {
    const [first] = threads.toSorted((a, b) => a.waiting - b.waiting)
    if (first && (first.waiting === 0 || threads.length === MOST)) return first
    const fresh = new WorkerThread<DiskWork, DiskResult>('disk-worker.ts', import.meta.url)
    threads.push(fresh)
    return fresh
  }

  const isQuick = (): boolean => performance.now() >= cautiousUntil

  return {
    isQuick,
    async run(work) {
      return isQuick() ? runHere(work) : await runInThread(work)
    },
    async close() {
      await Promise.all(running)
      await Promise.all(threads.map((thread) => thread.close()))
    },
  }
}
