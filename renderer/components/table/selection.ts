/** Keys of the rows that are selected, and how to say what they shall be. */
export interface Selection {
  readonly keys: ReadonlySet<string>
  readonly onChange: (keys: ReadonlySet<string>) => void
}

export function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}

/** With all rows from one to the other as well, in whichever order; rows without a key are not here yet. */
export function extended(
  keys: ReadonlySet<string>,
  from: number,
  to: number,
  keyAt: (index: number) => string | undefined,
): ReadonlySet<string> {
  const next = new Set(keys)
  for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
    const key = keyAt(index)
    if (key !== undefined) next.add(key)
  }
  return next
}
