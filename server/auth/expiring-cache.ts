/** How much a cache holds, and for how long. */
interface CacheLimits {
  /** Entries; beyond it the one used longest ago goes. */
  readonly capacity: number
  /** Milliseconds from when an entry was set; using it does not prolong its life. */
  readonly life: number
  /** Monotonic milliseconds. */
  readonly now: () => number
}

/** A bounded map whose entries expire. */
export class ExpiringCache<V> {
  readonly #limits: CacheLimits
  readonly #entries = new Map<string, { value: V; until: number }>()

  constructor(limits: CacheLimits) {
    this.#limits = limits
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    if (entry.until <= this.#limits.now()) return undefined
    // A map keeps the order of insertion: putting it back makes it the one used last.
    this.#entries.set(key, entry)
    return entry.value
  }

  set(key: string, value: V): void {
    const { capacity, life, now } = this.#limits
    this.#entries.delete(key)
    this.#entries.set(key, { value, until: now() + life })
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > capacity && oldest !== undefined) this.#entries.delete(oldest)
  }

  clear(): void {
    this.#entries.clear()
  }
}
