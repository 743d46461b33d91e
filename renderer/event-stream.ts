import type { ConsoleEvent } from '../server/control/contract.ts'

/** The longest wait between two tries to find a lost host again, in milliseconds. */
const LONGEST_WAIT = 10_000
const FIRST_WAIT = 500

/** @param refusals one after the other */
function waitAfter(refusals: number): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (refusals - 1))
}

export interface StreamListener {
  readonly event: (event: ConsoleEvent) => void
  readonly open: () => void
  /** The line is broken; it is tried again without anybody's help. */
  readonly lost: () => void
  /** Asked before a new try after a refusal; false gives up until `open` is called again. */
  readonly mayRetry: () => Promise<boolean>
}

/**
 * Server-sent events that never give up. After a broken line the browser itself connects again and says
 * with `Last-Event-ID` what it has; after a refusal it does not, so that is tried again here, with
 * growing waits.
 */
export class EventStream {
  readonly #url: URL
  readonly #listener: StreamListener
  #source: EventSource | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #refusals = 0

  constructor(url: URL, listener: StreamListener) {
    this.#url = url
    this.#listener = listener
  }

  open(): void {
    this.close()
    const source = new EventSource(this.#url)
    source.addEventListener('open', () => {
      this.#refusals = 0
      this.#listener.open()
    })
    source.addEventListener('message', ({ data }: MessageEvent<string>) =>
      this.#listener.event(JSON.parse(data)),
    )
    source.addEventListener('error', () => {
      this.#listener.lost()
      if (source.readyState === EventSource.CLOSED) this.#retryLater()
    })
    this.#source = source
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#source?.close()
    this.#source = undefined
  }

  #retryLater(): void {
    this.close()
    this.#refusals += 1
    this.#timer = setTimeout(() => void this.#retry(), waitAfter(this.#refusals))
  }

  async #retry(): Promise<void> {
    if (await this.#listener.mayRetry()) this.open()
  }
}
