/** Bytes that somebody brings chunk by chunk, and somebody else takes in their own time. */
export interface ChunkQueue extends AsyncIterable<Uint8Array> {
  /** Resolves when the chunk was taken and the next is wanted; false when no more are. */
  write(chunk: Uint8Array): Promise<boolean>
  /** All have come. */
  end(): void
  /** Whoever takes them meets this failure. */
  fail(reason: Error): void
}

interface Waiting {
  readonly chunk: Uint8Array
  readonly taken: (wanted: boolean) => void
}

/** To be iterated once. How many chunks wait in it is up to whoever writes. */
export function createChunkQueue(): ChunkQueue {
  const waiting: Waiting[] = []
  /** What was handed out last. */
  let current: Waiting | undefined
  let wake: (() => void) | undefined
  let isOver = false
  let isClosed = false
  let failure: Error | undefined

  function close(): void {
    isClosed = true
    current?.taken(false)
    for (const { taken } of waiting.splice(0)) taken(false)
  }

  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        if (failure) throw failure
        current = waiting.shift()
        if (current) {
          yield current.chunk
          current.taken(true)
        } else if (isOver) {
          return
        } else {
          await new Promise<void>((resolve) => (wake = resolve))
        }
      }
    } finally {
      close()
    }
  }

  return {
    [Symbol.asyncIterator]: chunks,
    write(chunk) {
      if (isClosed) return Promise.resolve(false)
      return new Promise((resolve) => {
        waiting.push({ chunk, taken: resolve })
        wake?.()
      })
    },
    end() {
      isOver = true
      wake?.()
    },
    fail(reason) {
      failure = reason
      wake?.()
    },
  }
}
