import { WorkerThread, type ThreadOptions } from '../worker-thread.ts'

/** Threads that share work. */
export interface ThreadPool<Q, A> {
  /** Goes to the thread with the least to do. @throws as `WorkerThread.ask` */
  ask(question: Q): Promise<A>
  /** Ends the threads once all work is done. */
  close(): Promise<void>
}

export interface PoolOptions extends ThreadOptions {
  /** Threads at most; another is started only while all are busy. */
  readonly most: number
  /** Milliseconds without work after which they are ended, until there is some again; never unless given. */
  readonly idle?: number
}

/** @param file the threads' source, found as `entryFile` does */
export function createThreadPool<Q, A>(
  file: string,
  here: string,
  { most, idle, ...options }: PoolOptions,
): ThreadPool<Q, A> {
  const threads: WorkerThread<Q, A>[] = []
  const running = new Set<Promise<unknown>>()
  let resting: NodeJS.Timeout | undefined

  function leastBusy(): WorkerThread<Q, A> {
    const [first] = threads.toSorted((a, b) => a.waiting - b.waiting)
    if (first && (first.waiting === 0 || threads.length === most)) return first
    const fresh = new WorkerThread<Q, A>(file, here, options)
    threads.push(fresh)
    return fresh
  }

  async function endThreads(): Promise<void> {
    await Promise.all(threads.splice(0).map((thread) => thread.close()))
  }

  function ended(work: Promise<unknown>): void {
    running.delete(work)
    if (running.size > 0 || idle === undefined) return
    resting = setTimeout(() => void endThreads(), idle).unref()
  }

  return {
    ask(question) {
      clearTimeout(resting)
      const done = leastBusy().ask(question)
      const end = done.catch(() => {}).finally(() => ended(end))
      running.add(end)
      return done
    },
    async close() {
      await Promise.all(running)
      clearTimeout(resting)
      await endThreads()
    },
  }
}
