/**
 * A memory of things that can change: each value is trusted for a moment after it was read, so that
 * a busy one costs one read of storage a moment, and a change made behind the server's back is seen
 * a moment later. A change made by this process is seen at once: the value is dropped, or what it was
 * changed to is kept, and a read that was under way while something changed is not.
 */
export interface Fresh<T> {
  get(key: string, read: () => Promise<T | undefined>): Promise<T | undefined>
  /**
   * Does what changes what is behind `keys`. What `work` gives is what they are then, unless something
   * else changes them meanwhile.
   */
  change(keys: readonly string[], work: () => Promise<ReadonlyMap<string, T>>): Promise<void>
  /** What this process has just made it, where nobody else can have made it something else. */
  learn(key: string, value: T): void
}

/** Told of each look into a memory, whether it was of use. */
export type OnLookup = (hit: boolean) => void

/** How long a value is trusted, in milliseconds. */
const MOMENT = 1_000

interface Known<T> {
  readonly value: T
  readonly until: number
}

/**
 * @param capacity values kept at most; the oldest goes first
 * @param trust false where others write as well: then nothing is remembered
 * @param onLookup told whether what was asked for was remembered
 */
export function createFresh<T>(capacity: number, trust: boolean, onLookup?: OnLookup): Fresh<T> {
  const known = new Map<string, Known<T>>()
  const overlaps = createOverlaps()
  let changes = 0

  function keep(key: string, value: T): void {
    if (!trust) return
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

  function drop(keys: readonly string[]): void {
    changes++
    for (const key of keys) known.delete(key)
  }

  return {
    async get(key, read) {
      const found = peek(key)
      if (trust) onLookup?.(found !== undefined)
      if (found !== undefined) return found
      const before = changes
      const value = await read()
      if (value !== undefined && changes === before) keep(key, value)
      return value
    },
    learn: keep,
    async change(keys, work) {
      overlaps.begin(keys)
      drop(keys)
      let made: ReadonlyMap<string, T> = new Map()
      try {
        made = await work()
      } finally {
        const alone = overlaps.end(keys)
        drop(keys)
        for (const key of alone) {
          const value = made.get(key)
          if (value !== undefined) keep(key, value)
        }
      }
    },
  }
}

/** Tells changes that overlap others of the same key: nobody knows which of them is the last. */
function createOverlaps() {
  const open = new Map<string, { count: number; alone: boolean }>()
  return {
    begin(keys: readonly string[]): void {
      for (const key of keys) {
        const found = open.get(key)
        open.set(key, { count: (found?.count ?? 0) + 1, alone: !found })
      }
    },
    /** @returns those of `keys` that nothing else was changing at any time since the beginning */
    end(keys: readonly string[]): readonly string[] {
      return keys.filter((key) => {
        const { count = 1, alone = false } = open.get(key) ?? {}
        if (count === 1) open.delete(key)
        else open.set(key, { count: count - 1, alone })
        return alone
      })
    },
  }
}
