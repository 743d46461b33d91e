/** Tasks that stand in line: one runs at a time, and only so many may wait. */
export class Line {
  readonly #limit: number
  #length = 0
  #last: Promise<unknown> = Promise.resolve()

  /** @param limit how many tasks there may be at a time, the running one included. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Runs the task when its turn comes; `undefined` when the line is full. */
  enter<T>(task: () => Promise<T>): Promise<T> | undefined {
    if (this.#length >= this.#limit) return undefined
    this.#length++
    const result = this.#last.then(task).finally(() => this.#length--)
    // The next one's turn comes however this one ends; its caller sees the failure.
    this.#last = result.catch(() => undefined)
    return result
  }
}
