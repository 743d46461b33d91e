import { setTimeout as delay } from 'node:timers/promises'

/** Characters that wait while the destination is busy with as many again. */
const waitingLimit = 1 << 20
const flushLimit = 1000

const guarded = new WeakSet<NodeJS.WritableStream>()

/**
 * Hands lines to a stream: those of one turn of the event loop in one write, one write at a time. A
 * reader that stops costs at most twice `waitingLimit`; further lines are dropped, and told about
 * once it reads again. A destination that is gone swallows everything.
 */
export class LogOutlet {
  readonly #destination: NodeJS.WritableStream
  readonly #onDropped: (count: number) => void
  #waiting = ''
  #waitingLines = 0
  #dropped = 0
  #scheduled = false
  #gone = false
  /** The write under way; resolves, never rejects, when the destination has taken it. */
  #writing: Promise<void> | undefined

  constructor(destination: NodeJS.WritableStream, onDropped: (count: number) => void) {
    this.#destination = destination
    this.#onDropped = onDropped
    guard(destination)
  }

  write(line: string): void {
    if (this.#gone) return
    if (this.#waiting.length + line.length > waitingLimit) {
      this.#dropped++
      return
    }
    this.#waiting += line
    this.#waitingLines++
    if (this.#scheduled || this.#writing) return
    this.#scheduled = true
    setImmediate(() => this.send())
  }

  /** Hands over what waits now, unless a write is under way. */
  send(): void {
    this.#scheduled = false
    if (this.#writing || this.#waiting === '') return
    const lines = this.#waitingLines
    this.#writing = this.#hand(this.#takeWaiting()).then((error) => {
      this.#writing = undefined
      if (error) this.#failed(error, lines)
      else this.#resume()
    })
  }

  /** Until nothing waits any more, but no longer than a second. */
  async flush(): Promise<void> {
    await Promise.race([this.#drained(), delay(flushLimit, undefined, { ref: false })])
  }

  async #drained(): Promise<void> {
    while (this.#writing || this.#waiting !== '') {
      this.send()
      await this.#writing
    }
  }

  #hand(batch: string): Promise<Error | null | undefined> {
    return new Promise((resolve) => {
      this.#destination.write(batch, resolve)
    })
  }

  #takeWaiting(): string {
    const batch = this.#waiting
    this.#waiting = ''
    this.#waitingLines = 0
    return batch
  }

  /** The lines before a gap come out before the line that tells of it. */
  #resume(): void {
    const dropped = this.#dropped
    if (this.#waiting !== '') return this.send()
    this.#dropped = 0
    if (dropped > 0) this.#onDropped(dropped)
  }

  #failed(error: NodeJS.ErrnoException, lines: number): void {
    this.#dropped += lines
    const destroyed = 'destroyed' in this.#destination && this.#destination.destroyed === true
    if (error.code !== 'EPIPE' && !destroyed) return
    this.#gone = true
    this.#takeWaiting()
  }
}

/** The callback of a write tells of an error; without a listener it would end the process too. */
function guard(destination: NodeJS.WritableStream): void {
  if (guarded.has(destination)) return
  guarded.add(destination)
  destination.on('error', () => {})
}
