/** Tells listeners which repositories changed, gathered for a moment. */
export interface Changes {
  note(name: string): void
  /** Names, or none when too many changed to name them: then all may have. @returns how to stop */
  listen(listener: ChangeListener): () => void
  close(): void
}

export type ChangeListener = (names: readonly string[]) => void

/** Milliseconds in which changes are gathered. */
const MOMENT = 200
/** More than anybody could be looking at. */
const NAMED = 200

export function createChanges(): Changes {
  const listeners = new Set<ChangeListener>()
  let names = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  function tell(): void {
    timer = undefined
    const told = names.size > NAMED ? [] : [...names].sort()
    names = new Set()
    for (const listener of listeners) listener(told)
  }

  return {
    note(name) {
      if (names.size <= NAMED) names.add(name)
      timer ??= setTimeout(tell, MOMENT).unref()
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      clearTimeout(timer)
      listeners.clear()
    },
  }
}
