/** What time it is, and when something is due. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls back after so many milliseconds. @returns how to call it off */
  startTimer(work: () => void, milliseconds: number): () => void
}

/** Keeps no process alive. */
export const CLOCK: Clock = {
  now: Date.now,
  startTimer(work, milliseconds) {
    const started = setTimeout(work, milliseconds).unref()
    return () => clearTimeout(started)
  },
}
