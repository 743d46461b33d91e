/** Repeatable chance: the same seed gives the same sequence. */
export interface Random {
  /** 0 ≤ x < 1. */
  fraction(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** One of the items, which must not be empty. */
  pick<Item>(items: readonly Item[]): Item
  /** True with the given probability. */
  chance(probability: number): boolean
  /** Another sequence, fixed by this one's seed and the number. */
  fork(number: number): Random
}

/** Marsaglia's xorshift on 32 bits behind a scrambled seed: not for secrets, good for tests. */
export function seededRandom(seed: number): Random {
  let state = scramble(seed) || 1
  const fraction = () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
  return {
    fraction,
    between: (low, high) => low + Math.floor(fraction() * (high - low + 1)),
    pick: (items) => {
      const item = items[Math.floor(fraction() * items.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    chance: (probability) => fraction() < probability,
    fork: (number) => seededRandom(scramble(seed) ^ scramble(number + 1)),
  }
}

/** Neighbouring seeds must not give neighbouring sequences. */
function scramble(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x45d9f3b)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
