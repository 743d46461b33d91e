import type { LogLevel } from './config/config.ts'

/** One line that was logged, without its secrets. */
export interface LoggedLine {
  /** Counts up from 1. */
  readonly id: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly level: LogLevel
  readonly message: string
  readonly fields: Readonly<Record<string, string>>
}

/** The latest lines of a log, for somebody who looks at them while the server runs. */
export interface LogRing {
  /** The newest last. @param after only lines with a greater id */
  latest(limit: number, after?: number): readonly LoggedLine[]
  /** Of the line logged last; 0 before the first. */
  readonly lastId: number
  /** Calls back after every line; gives what ends it. */
  onLine(listener: () => void): () => void
}

/** A ring that is still being written to. */
export interface WritableLogRing extends LogRing {
  /** @param json a line as it leaves the log, an object with `time`, `level` and `message` */
  add(json: string): void
}

const KEPT = 2_000

/** Lines are kept as text, and read when somebody wants to see them: most never are. */
export function createLogRing(): WritableLogRing {
  const lines: string[] = []
  const listeners = new Set<() => void>()
  let lastId = 0
  return {
    get lastId() {
      return lastId
    },
    add(json) {
      lines[lastId++ % KEPT] = json
      for (const listener of listeners) listener()
    },
    latest(limit, after = 0) {
      const first = Math.max(1, after + 1, lastId - Math.min(limit, KEPT) + 1)
      const ids = Array.from({ length: Math.max(0, lastId - first + 1) }, (_, at) => first + at)
      return ids.map((id) => parseLine(id, lines[(id - 1) % KEPT] ?? '{}'))
    },
    onLine(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function parseLine(id: number, json: string): LoggedLine {
  const { time, level, message, ...rest } = JSON.parse(json) as Readonly<Record<string, unknown>>
  const fields = Object.entries(rest).map(([name, value]) => [name, String(value)])
  return {
    id,
    at: Date.parse(String(time)),
    level: level as LogLevel,
    message: String(message),
    fields: Object.fromEntries(fields) as Record<string, string>,
  }
}
