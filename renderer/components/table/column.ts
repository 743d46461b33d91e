import type { ReactNode } from 'react'

/** A column of a table. `S` are the words by which the list can be sorted. */
export interface Column<T, S extends string = string> {
  readonly id: string
  readonly title: string
  /** A track of a CSS grid: `minmax(12rem, 3fr)`, `6rem`. */
  readonly width: string
  /** Numbers stand at the end. */
  readonly align?: 'end'
  /** Present where its heading sorts. */
  readonly sort?: S
  /** Narrower tables, in pixels, go without it. */
  readonly from?: number
  readonly cell: (row: T) => ReactNode
}

/** Whether words follow right behind numbers that stand at the end: there they need room between them. */
export function followsNumbers(columns: readonly Column<never>[], at: number): boolean {
  return columns[at - 1]?.align === 'end' && columns[at]?.align !== 'end'
}

/** How a table is sorted. */
export interface Sorting<S extends string> {
  readonly by: S
  readonly descending: boolean
}

/** What a click on the heading of `by` asks for: the other way round, or anew from its natural end. */
export function sortedBy<S extends string>(
  now: Sorting<S>,
  by: S,
  descendingFirst: boolean,
): Sorting<S> {
  return now.by === by ? { by, descending: !now.descending } : { by, descending: descendingFirst }
}

/** The columns for which a table of this width, in pixels, has room. */
export function fitting<T, S extends string>(
  columns: readonly Column<T, S>[],
  width: number,
): readonly Column<T, S>[] {
  return columns.filter(({ from }) => from === undefined || width >= from)
}

export function template<T, S extends string>(
  columns: readonly Column<T, S>[],
  selectable: boolean,
): string {
  const tracks = columns.map(({ width }) => width)
  return [...(selectable ? ['2rem'] : []), ...tracks].join(' ')
}
