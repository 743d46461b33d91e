/** One line of the result. Values are in the case's unit; the ratio is Berth's advantage. */
export interface Row {
  readonly title: string
  readonly berth: string
  readonly peer: string
  readonly ratio: string
  readonly target: string
  readonly reached: boolean
  /** What every round gave; said as it is measured, not part of the table. */
  readonly rounds: string
}

/** The rows as a Markdown table, columns aligned for reading in a terminal. */
export function markdownTable(rows: readonly Row[]): string {
  const head = ['case', 'Berth', 'docker-registry', 'ratio', 'target', 'reached']
  const lines = rows.map((row) => [
    row.title,
    row.berth,
    row.peer,
    row.ratio,
    row.target,
    row.reached ? 'yes' : 'no',
  ])
  const widths = head.map((name, at) =>
    Math.max(name.length, ...lines.map((line) => line[at]?.length ?? 0)),
  )
  const join = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [head, widths.map((width) => '-'.repeat(width)), ...lines].map(join).join('\n')
}

/** The middle value; of an even number, the upper middle. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
