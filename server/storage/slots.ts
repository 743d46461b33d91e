/** Lets so much work be under way at once; what comes later waits its turn. */
export interface Slots {
  run<T>(work: () => Promise<T>): Promise<T>
}

export function createSlots(width: number): Slots {
  const waiting: (() => void)[] = []
  let free = width

  async function take(): Promise<void> {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }

  /** Hands the slot on, so that nobody can come in between. */
  function give(): void {
    const next = waiting.shift()
    if (next) next()
    else free++
  }

  return {
    async run(work) {
      await take()
      try {
        return await work()
      } finally {
        give()
      }
    },
  }
}
