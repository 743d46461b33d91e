import type { LogLine } from '../../../server/control/logs-contract.ts'
import { clockTime } from '../../format.ts'

export type LogLevel = LogLine['level']

/** From what must be read to what may be. */
export const LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug']

/** Lines that are kept; the oldest go first. */
const MOST = 5_000

/** Numbers of lines begin anew when Berth does, so the time belongs to what tells them apart. */
export const lineKey = ({ at, id }: LogLine): string => `${at} ${id}`

/** Both, each line once, in the order they were written. */
export function merged(here: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  const all = new Map([...here, ...more].map((line) => [lineKey(line), line]))
  return [...all.values()].toSorted((a, b) => a.at - b.at || a.id - b.id).slice(-MOST)
}

/** Those at least as grave as `level` that hold `text` somewhere. */
export function filtered(
  lines: readonly LogLine[],
  level: LogLevel,
  text: string,
): readonly LogLine[] {
  const most = LEVELS.indexOf(level)
  const wanted = text.trim().toLowerCase()
  return lines.filter(
    (line) =>
      LEVELS.indexOf(line.level) <= most && (wanted === '' || searched(line).includes(wanted)),
  )
}

/** As it is written, and as it is shown. */
function searched(line: LogLine): string {
  return `${line.message} ${fieldsText(line)} ${shownLine(line).message}`.toLowerCase()
}

/** A line as it is read best: of a request, what was asked and answered comes first. */
export function shownLine(line: LogLine): Pick<LogLine, 'message' | 'fields'> {
  const { method, url, status, ...fields } = line.fields
  if (line.message !== 'request' || !method || !url || !status) return line
  return { message: `${method} ${url} ${status}`, fields }
}

/** `key=value` of every field; values with spaces are quoted. */
export function fieldsText({ fields }: Pick<LogLine, 'fields'>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${/\s/.test(value) ? JSON.stringify(value) : value}`)
    .join(' ')
}

/** As text for somebody else to read: whole times, one line each. */
export function linesText(lines: readonly LogLine[]): string {
  return lines
    .map((line) =>
      [new Date(line.at).toISOString(), line.level, line.message, fieldsText(line)]
        .filter(Boolean)
        .join(' '),
    )
    .join('\n')
}

/** The time of day as it stands before a line. */
export const lineTime = ({ at }: LogLine): string => clockTime(at)
