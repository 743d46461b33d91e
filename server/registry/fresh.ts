/**
 * A memory of things that can change: each value is trusted for a moment after it was read, so that
 * a busy one costs one read of storage a moment, and a change made behind the server's back is seen
 * a moment later. A change made by this process is seen at once: `changed` drops the value, and a
 * read that was under way while something changed is not kept.
 */
export interface Fresh<T> {
  get(key: string, read: () => Promise<T | undefined>): Promise<T | undefined>
  /** Call before and after a change to what is behind `keys`. */
  changed(keys: readonly string[]): void
  /** What this process has just made it, where nobody else can have made it something else. */
  learn(key: string, value: T): void
}

/** How long a value is trusted, in milliseconds. */
const MOMENT = 1_000

interface Known<T> {
  readonly value: T
  readonly until: number
}

/**
 * @param capacity values kept at most; the oldest goes first
 * @param trust false where others write as well: then nothing is remembered
 */
export function createFresh<T>(capacity: number, trust: boolean): Fresh<T> {
  const known = new Map<string, Known<T>>()
  let changes = 0

  function keep(key: string, value: T): void {
    known.delete(key)
    known.set(key, { value, until: performance.now() + MOMENT })
    if (known.size <= capacity) return
    const oldest = known.keys().next()
    if (!oldest.done) known.delete(oldest.value)
  }

  function peek(key: string): T | undefined {
    const found = known.get(key)
    return found && found.until > performance.now() ? found.value : undefined
  }

  return {
    async get(key, read) {
      const found = peek(key)
      if (found !== undefined) return found
      const before = changes
      const value = await read()
      if (trust && value !== undefined && changes === before) keep(key, value)
      return value
    },
    learn(key, value) {
      if (trust) keep(key, value)
    },
    changed(keys) {
      changes++
      for (const key of keys) known.delete(key)
    },
  }
}
