/**
 * Keeps work that must not overlap apart, by name, first come first served: pushes of one repository
 * go on side by side, a delete waits for them and they for it. Without it a manifest could be
 * acknowledged just after a delete has taken what it stands on.
 */
export interface Turns {
  together<T>(name: string, work: () => Promise<T>): Promise<T>
  alone<T>(name: string, work: () => Promise<T>): Promise<T>
}

interface Line {
  /** Ends when the last `alone` in line has ended. */
  lastAlone: Promise<unknown>
  /** Every turn not yet ended. */
  readonly open: Set<Promise<unknown>>
}

export function createTurns(): Turns {
  const lines = new Map<string, Line>()

  function take<T>(name: string, before: (line: Line) => Promise<unknown>, work: () => Promise<T>) {
    const line = lines.get(name) ?? { lastAlone: Promise.resolve(), open: new Set() }
    lines.set(name, line)
    const turn = before(line).then(work)
    const ended = turn.then(
      () => {},
      () => {},
    )
    line.open.add(ended)
    void ended.then(() => {
      line.open.delete(ended)
      if (line.open.size === 0) lines.delete(name)
    })
    return { line, turn, ended }
  }

  return {
    together: (name, work) => take(name, (line) => line.lastAlone, work).turn,
    alone(name, work) {
      const { line, turn, ended } = take(name, (line) => Promise.all(line.open), work)
      line.lastAlone = ended
      return turn
    },
  }
}
