/** Where in a row of steps somebody is, whatever was kept of it: a step that is gone is as if none was kept. */
export function placeIn(names: readonly string[], kept: string | undefined, end: string): number {
  if (kept === end) return names.length
  return Math.max(0, names.indexOf(kept ?? ''))
}
