import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Answer, Question } from './bcrypt-worker.ts'

/** Where the comparison runs lies beside this file, or one folder up when bundled into a chunk. */
const HERE = import.meta.url
const WORKER_PLACES = HERE.endsWith('.ts')
  ? ['./bcrypt-worker.ts']
  : ['./bcrypt-worker.js', '../bcrypt-worker.js']

/** The thread ended before it answered. */
class ThreadEnded extends Error {
  override readonly name = 'ThreadEnded'
}

type Job = { resolve: (matches: boolean) => void; reject: (reason: Error) => void }

/**
 * Compares passwords with bcrypt hashes in a thread of its own, so that the server goes on
 * answering. The thread starts with the first comparison, starts anew should it die, and does not
 * keep the process alive while it has nothing to do.
 */
export class Bcrypt {
  readonly #jobs = new Map<number, Job>()
  #worker: Worker | undefined
  #lastId = 0
  #closed = false

  /**
   * @param hash a bcrypt hash of 60 characters.
   * @throws Error when the thread dies twice over the same comparison, or is closed meanwhile.
   */
  async compare(password: string, hash: string): Promise<boolean> {
    try {
      return await this.#ask(password, hash)
    } catch (error) {
      if (this.#closed || !(error instanceof ThreadEnded)) throw error
      return await this.#ask(password, hash)
    }
  }

  /** Ends the thread; comparisons under way fail. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#worker?.terminate()
  }

  #ask(password: string, hash: string): Promise<boolean> {
    if (this.#closed) return Promise.reject(new ThreadEnded('passwords are no longer checked'))
    this.#worker ??= this.#start()
    const question: Question = { id: ++this.#lastId, password, hash }
    this.#worker.ref()
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(question)
    return new Promise((resolve, reject) => this.#jobs.set(question.id, { resolve, reject }))
  }

  #start(): Worker {
    // It needs no secret that may lie in the environment.
    const worker = new Worker(workerFile(), { name: 'bcrypt', env: {}, execArgv: [] })
    let cause: unknown
    worker.on('message', (answer: Answer) => this.#answer(worker, answer))
    worker.on('error', (error) => (cause = error))
    worker.on('exit', () => this.#fail(cause))
    return worker
  }

  #answer(worker: Worker, { id, matches }: Answer): void {
    this.#jobs.get(id)?.resolve(matches)
    this.#jobs.delete(id)
    if (this.#jobs.size === 0) worker.unref()
  }

  #fail(cause: unknown): void {
    this.#worker = undefined
    const reason = new ThreadEnded('the thread that checks passwords ended', { cause })
    for (const { reject } of this.#jobs.values()) reject(reason)
    this.#jobs.clear()
  }
}

function workerFile(): URL {
  const places = WORKER_PLACES.map((place) => new URL(place, HERE))
  const found = places.find((place) => existsSync(place))
  if (found === undefined) throw new Error(`not in this build: ${places.map(String).join(' or ')}`)
  return found
}
