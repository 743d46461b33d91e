import { ThreadEnded, WorkerThread } from '../worker-thread.ts'
import type { Comparison } from './bcrypt-worker.ts'

/**
 * Compares passwords with bcrypt hashes in a thread of its own, so that the server goes on
 * answering.
 */
export class Bcrypt {
  readonly #thread = new WorkerThread<Comparison, boolean>('bcrypt-worker.ts', import.meta.url)
  #closed = false

  /**
   * @param hash a bcrypt hash of 60 characters.
   * @throws Error when the thread dies twice over the same comparison, or is closed meanwhile.
   */
  async compare(password: string, hash: string): Promise<boolean> {
    try {
      return await this.#thread.ask({ password, hash })
    } catch (error) {
      if (this.#closed || !(error instanceof ThreadEnded)) throw error
      return await this.#thread.ask({ password, hash })
    }
  }

  /** Ends the thread; comparisons under way fail. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#thread.close()
  }
}
