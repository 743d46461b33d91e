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
  const head = ['case', 'Berth', 'peer', 'ratio', 'target', 'reached']
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

/** A row of two sides; `target` is the least advantage of the first. */
export function comparedRow(
  {
    title,
    unit,
    target,
  }: { readonly title: string; readonly unit: string; readonly target: number },
  berth: readonly number[],
  peer: readonly number[],
): Row {
  const ratio = median(berth) / median(peer)
  return {
    title,
    berth: `${figure(median(berth))} ${unit}`,
    peer: `${figure(median(peer))} ${unit}`,
    ratio: `${figure(ratio)}×`,
    target: `≥ ${target}×`,
    reached: ratio >= target,
    rounds: `${berth.map(figure).join(', ')} / ${peer.map(figure).join(', ')}`,
  }
}

/** A row of something that must not be more than `limit`. */
export function limitRow(
  title: string,
  value: number,
  unit: string,
  limit: number,
  { peer = '', note, rounds }: { peer?: string; note?: string; rounds: readonly number[] },
): Row {
  return {
    title: note === undefined ? title : `${title} (${note})`,
    berth: `${value.toFixed(0)} ${unit}`,
    peer,
    ratio: '',
    target: `≤ ${limit} ${unit}`,
    reached: value <= limit,
    rounds: rounds.map((one) => one.toFixed(0)).join(', '),
  }
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
