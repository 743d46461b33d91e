/** The candidate a person most likely meant, or undefined when none is near. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let limit = Math.min(3, Math.max(1, Math.floor(name.length / 3))) + 1
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), limit)
    if (distance < limit) [best, limit] = [candidate, distance]
  }
  return best
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string
 * alignment); `limit` when there are that many or more.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) [before, row] = [row, nextRow(a, b, i, row, before)]
  return Math.min(limit, row[b.length] ?? limit)
}

function nextRow(a: string, b: string, i: number, above: number[], twoAbove: number[]): number[] {
  const row = [i]
  for (let j = 1; j <= b.length; j++) {
    const replaced = at(above, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
    const swapped =
      a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(twoAbove, j - 2) + 1 : Infinity
    row.push(Math.min(at(above, j) + 1, at(row, j - 1) + 1, replaced, swapped))
  }
  return row
}

function at(row: number[], column: number): number {
  return row[column] ?? Infinity
}
