import { ThreadEnded, WorkerThread } from '../worker-thread.ts'
import type { Comparison, Hashing } from './bcrypt-worker.ts'

/**
 * Compares passwords with bcrypt hashes in a thread of its own, so that the server goes on
 * answering.
 */
export class Bcrypt {
  readonly #thread = new WorkerThread<Comparison | Hashing, boolean | string>(
    'bcrypt-worker.ts',
    import.meta.url,
  )
  #closed = false

  /**
   * @param hash a bcrypt hash of 60 characters.
   * @throws Error when the thread dies twice over the same comparison, or is closed meanwhile.
   */
  async compare(password: string, hash: string): Promise<boolean> {
    return (await this.#ask({ password, hash })) === true
  }

  /** A new hash of the password, in the form that Apache's library knows. @throws Error as `compare` does */
  async hash(password: string, cost: number): Promise<string> {
    // `$2y$` and `$2b$` are the same; only the former is known to Apache's library.
    return String(await this.#ask({ password, cost })).replace(/^\$2b\$/, '$2y$$')
  }

  async #ask(question: Comparison | Hashing): Promise<boolean | string> {
    try {
      return await this.#thread.ask(question)
    } catch (error) {
      if (this.#closed || !(error instanceof ThreadEnded)) throw error
      return await this.#thread.ask(question)
    }
  }

  /** Ends the thread; comparisons under way fail. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#thread.close()
  }
}
