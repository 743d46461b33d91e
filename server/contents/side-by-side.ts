/** Something of two lists: in both, in the same order, or in one of them. */
export interface SideBySide<T> {
  readonly item: T
  readonly in: 'both' | 'a' | 'b'
}

/** Pairs compared at most; longer lists are only told apart by how they begin. */
const MOST_PAIRS = 250_000

/**
 * Two lists beside each other: as many as can be are in both, what only the first has comes before what
 * only the second has.
 */
export function sideBySide<T>(
  a: readonly T[],
  b: readonly T[],
  keyOf: (item: T) => string,
): readonly SideBySide<T>[] {
  const same = (x: T | undefined, y: T | undefined): boolean =>
    x !== undefined && y !== undefined && keyOf(x) === keyOf(y)
  let start = 0
  while (same(a[start], b[start])) start++
  const [restA, restB] = [a.slice(start), b.slice(start)]
  return [...marked(a.slice(0, start), 'both'), ...rest(restA, restB, same)]
}

function rest<T>(
  a: readonly T[],
  b: readonly T[],
  same: (x: T | undefined, y: T | undefined) => boolean,
): readonly SideBySide<T>[] {
  if (a.length * b.length > MOST_PAIRS) return [...marked(a, 'a'), ...marked(b, 'b')]
  const lengths = commonLengths(a, b, same)
  const result: SideBySide<T>[] = []
  let [x, y] = [0, 0]
  while (x < a.length && y < b.length) {
    if (same(a[x], b[y])) {
      result.push(...marked(a.slice(x, x + 1), 'both'))
      x++
      y++
    } else if ((lengths[x + 1]?.[y] ?? 0) >= (lengths[x]?.[y + 1] ?? 0)) {
      result.push(...marked(a.slice(x, ++x), 'a'))
    } else {
      result.push(...marked(b.slice(y, ++y), 'b'))
    }
  }
  return [...result, ...marked(a.slice(x), 'a'), ...marked(b.slice(y), 'b')]
}

/** How long the longest common part of what follows each pair is. */
function commonLengths<T>(
  a: readonly T[],
  b: readonly T[],
  same: (x: T | undefined, y: T | undefined) => boolean,
): readonly Uint32Array[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  for (let x = a.length - 1; x >= 0; x--) {
    for (let y = b.length - 1; y >= 0; y--) {
      const next = same(a[x], b[y])
        ? (lengths[x + 1]?.[y + 1] ?? 0) + 1
        : Math.max(lengths[x + 1]?.[y] ?? 0, lengths[x]?.[y + 1] ?? 0)
      lengths[x]?.fill(next, y, y + 1)
    }
  }
  return lengths
}

const marked = <T>(items: readonly T[], side: 'both' | 'a' | 'b'): readonly SideBySide<T>[] =>
  items.map((item) => ({ item, in: side }))
