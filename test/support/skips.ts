import { appendFileSync, existsSync, readFileSync } from 'node:fs'

/** A suite that did not run because something it needs is not here. */
export interface Skip {
  readonly suite: string
  readonly tool: string
  /** What a person does to get the suite to run. */
  readonly remedy: string
}

/** Names the file to which suites append their skips, one JSON object a line. */
const FILE_VARIABLE = 'BERTH_TESTS_SKIPS'

/** The environment with which a test run reports its skips to `file`. */
export function reportingSkipsTo(file: string): Record<string, string> {
  return { [FILE_VARIABLE]: file }
}

/** Notes a skip for the table at the end of the run; does nothing in a run that has no such end. */
export function recordSkip(skip: Skip): void {
  const file = process.env[FILE_VARIABLE]
  if (file) appendFileSync(file, `${JSON.stringify(skip)}\n`)
}

/** What {@link recordSkip} noted in the file, each suite and tool once. */
export function readSkips(file: string): Skip[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return [...new Set(lines)].map((line): Skip => JSON.parse(line))
}

/** The skips as lines of a table with a heading; empty when there are none. */
export function skipTable(skips: readonly Skip[]): string {
  if (skips.length === 0) return ''
  const rows = [
    ['skipped suite', 'needs', 'to run it'],
    ...skips.map((skip) => [skip.suite, skip.tool, skip.remedy]),
  ]
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0))
  const widths = [width(0), width(1)]
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  return rows.map((row) => `${line(row)}\n`).join('')
}
