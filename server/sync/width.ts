/** Lets so much work be under way at once as the other side takes well. */
export interface Width {
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** It asked for less, or something went wrong: half as much at once. */
  narrow(): void
  readonly now: number
}

/** Pieces of work that have to go well before one more may be under way. */
const GOOD = 8
/** One trouble may be told several times; in so many milliseconds it is the same. */
const SAME = 1_000

export function createWidth(most: number, now: () => number = () => performance.now()): Width {
  let width = most
  let busy = 0
  let good = 0
  let narrowedAt = -Infinity
  const waiting: (() => void)[] = []

  function wake(): void {
    while (busy < width) {
      const next = waiting.shift()
      if (!next) return
      busy++
      next()
    }
  }

  async function take(): Promise<void> {
    if (busy < width && waiting.length === 0) busy++
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }

  return {
    get now() {
      return width
    },
    async run(work, signal) {
      await take()
      try {
        signal?.throwIfAborted()
        const result = await work()
        if (++good >= GOOD && width < most) {
          width++
          good = 0
        }
        return result
      } finally {
        busy--
        wake()
      }
    },
    narrow() {
      if (now() - narrowedAt < SAME) return
      narrowedAt = now()
      good = 0
      width = Math.max(1, Math.floor(width / 2))
    },
  }
}
