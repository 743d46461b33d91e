import { Worker, type TransferListItem } from 'node:worker_threads'
import { entryFile } from './entry-file.ts'

/** To the thread. */
export interface Question<Q> {
  readonly id: number
  readonly question: Q
}

/** And back. */
export type Answer<A> =
  | { readonly id: number; readonly value: A }
  | {
      readonly id: number
      readonly failure: { readonly message: string; readonly code: string | undefined }
    }

/** The thread ended before it answered. */
export class ThreadEnded extends Error {
  override readonly name = 'ThreadEnded'
}

/** What a thread may need beyond its questions. */
export interface ThreadOptions {
  /** The thread finds it as `workerData`. */
  readonly data?: unknown
  /** Memory for what lives shortly, in megabytes. */
  readonly youngMegabytes?: number
}

interface Job<A> {
  readonly resolve: (value: A) => void
  readonly reject: (reason: Error) => void
}

/**
 * A thread that answers questions, which it begins one after the other. It starts with the first one, starts anew
 * should it die, and does not keep the process alive while it has nothing to do.
 */
export class WorkerThread<Q, A> {
  readonly #file: string
  readonly #here: string
  readonly #options: ThreadOptions
  readonly #jobs = new Map<number, Job<A>>()
  #worker: Worker | undefined
  #lastId = 0
  #closed = false

  /** @param file the thread's source, found as `entryFile` does */
  constructor(file: string, here: string, options: ThreadOptions = {}) {
    this.#file = file
    this.#here = here
    this.#options = options
  }

  /** Questions not answered yet. */
  get waiting(): number {
    return this.#jobs.size
  }

  /**
   * @param given memory that the question holds and the thread gets: it is gone here
   * @throws ThreadEnded, or what the thread's work threw: its message and system code
   */
  ask(question: Q, given: readonly TransferListItem[] = []): Promise<A> {
    if (this.#closed) return Promise.reject(new ThreadEnded('the thread has been closed'))
    this.#worker ??= this.#start()
    this.#worker.ref()
    const asked: Question<Q> = { id: ++this.#lastId, question }
    this.#worker.postMessage(asked, given)
    return new Promise((resolve, reject) => this.#jobs.set(asked.id, { resolve, reject }))
  }

  /** Ends the thread; questions not answered yet fail. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#worker?.terminate()
  }

  #start(): Worker {
    // It needs no secret that may lie in the environment, and little memory.
    const worker = new Worker(entryFile(this.#file, this.#here), {
      env: {},
      execArgv: [],
      // Files it opens may be for the one who asked: they must not be closed when it ends.
      trackUnmanagedFds: false,
      workerData: this.#options.data,
      resourceLimits: {
        maxYoungGenerationSizeMb: this.#options.youngMegabytes ?? 2,
        stackSizeMb: 1,
      },
    })
    let cause: unknown
    worker.on('message', (answer: Answer<A>) => this.#answer(worker, answer))
    worker.on('error', (error) => (cause = error))
    worker.on('exit', () => this.#fail(worker, cause))
    return worker
  }

  #answer(worker: Worker, answer: Answer<A>): void {
    const job = this.#jobs.get(answer.id)
    this.#jobs.delete(answer.id)
    if (this.#jobs.size === 0) worker.unref()
    if ('value' in answer) job?.resolve(answer.value)
    else
      job?.reject(Object.assign(new Error(answer.failure.message), { code: answer.failure.code }))
  }

  #fail(worker: Worker, cause: unknown): void {
    if (this.#worker === worker) this.#worker = undefined
    const reason = new ThreadEnded('a thread of the server ended early', { cause })
    for (const { reject } of this.#jobs.values()) reject(reason)
    this.#jobs.clear()
  }
}
