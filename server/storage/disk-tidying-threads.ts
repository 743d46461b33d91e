import type { TidyingResult, TidyingWork } from './disk-tidying-work.ts'
import { createThreadPool } from './thread-pool.ts'

/** Does tidying work in threads, where it may wait for the disk and holds up nobody. */
export interface TidyingThreads {
  /** What the work throws, this throws: with the system's code. */
  run(work: TidyingWork): Promise<TidyingResult>
  /** Ends the threads once all work is done. */
  close(): Promise<void>
}

/** Threads: for a local disk as many as keep a processor or two busy, else for some to wait. */
const LOCAL = 2
const REMOTE = 8
/** Milliseconds without work after which they are ended. */
const IDLE = 10_000
/** Megabytes for what lives shortly: a turn's worth. */
const YOUNG = 4
/** Work in a message at most. */
const MOST = 32

interface Asked {
  readonly work: TidyingWork
  readonly resolve: (result: TidyingResult) => void
  readonly reject: (reason: unknown) => void
}

/**
 * A message to a thread and back costs more than most of the work, so all that is asked for in the same
 * moment goes in as few of them as keep every thread busy.
 *
 * @param isLocal whether it is about a file system known to be local
 */
export function createTidyingThreads(isLocal: boolean): TidyingThreads {
  const most = isLocal ? LOCAL : REMOTE
  const threads = createThreadPool<readonly TidyingWork[], readonly TidyingResult[]>(
    'disk-tidying-worker.ts',
    import.meta.url,
    { most, idle: IDLE, youngMegabytes: YOUNG },
  )
  let gathered: Asked[] = []

  function send(): void {
    const all = gathered
    gathered = []
    const size = Math.min(MOST, Math.ceil(all.length / most))
    for (let at = 0; at < all.length; at += size) void settle(all.slice(at, at + size))
  }

  async function settle(asked: readonly Asked[]): Promise<void> {
    try {
      const results = await threads.ask(asked.map(({ work }) => work))
      for (const [index, { resolve, reject }] of asked.entries()) {
        const { failure, ...result } = results[index] ?? {}
        if (failure) reject(Object.assign(new Error(failure.message), { code: failure.code }))
        else resolve(result)
      }
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }

  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        if (gathered.length === 0) setImmediate(send)
        gathered.push({ work, resolve, reject })
      }),
    close: () => threads.close(),
  }
}
