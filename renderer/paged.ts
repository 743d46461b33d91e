import { useQueries } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { Input, MethodName, Output } from '../server/control/contract.ts'
import type { Page } from '../server/control/repositories-contract.ts'
import { askedAgain, useControl, type Unfinished } from './control.tsx'
import { queryKey } from './effects.ts'
import type { ControlError } from './transport.ts'

/** Rows of a list that comes in parts: whoever shows them says which ones are looked at. */
export interface Rows<T> {
  /** Tells lists apart: another search or order is another list, which begins at its top. */
  readonly id: string
  /** Of all rows, whether they are here yet or not. */
  readonly count: number
  /** `undefined` while it is on its way. */
  at(index: number): T | undefined
  show(first: number, last: number): void
}

/** Methods that answer page by page. */
export type PagedMethod = {
  [M in MethodName]: Output<M> extends Page<unknown> ? M : never
}[MethodName]
export type ItemOf<M extends PagedMethod> = Output<M> extends Page<infer T> ? T : never
export type PagedInput<M extends PagedMethod> = Omit<Input<M>, 'offset' | 'limit'>

/** What a paged list looks like, loading and failing included. */
export interface Paged<T, A = Page<T>> {
  /** `undefined` until the first page is here. */
  readonly data: Rows<T> | undefined
  /** A page as it came, for what it says beside its rows. */
  readonly answer: A | undefined
  readonly error: ControlError | null
  /** The rows are those of the input before; the new ones are on their way. */
  readonly stale: boolean
  readonly refetch: () => void
}

/** Rows of a page; a screen shows some thirty. */
const PAGE = 100

/**
 * A list of any length: only the pages that are looked at are asked for. While the input changes the
 * rows before stay, so that nothing jumps as somebody types.
 */
export function usePaged<M extends PagedMethod>(
  method: M,
  input: PagedInput<M>,
  unfinished?: Unfinished<Output<M>>,
): Paged<ItemOf<M>, Output<M>> {
  const [shown, show] = useShownPages()
  const { pages, answer, error, refetch } = usePages(method, input, shown, unfinished)
  const id = JSON.stringify([method, input])
  const [before, setBefore] = useState<Kept<ItemOf<M>>>()
  // Far from what was seen before no page may be here yet; how many rows there are is known all the same.
  const count = answer?.total ?? (before?.rows.id === id ? before.rows.count : undefined)
  const rows = count === undefined ? undefined : { id, count, show, at: rowsIn(pages) }
  const state = `${id} ${count} ${[...pages.keys()].join()}`
  if (rows && before?.state !== state) setBefore({ rows, state })
  const stale = !rows && before !== undefined
  return { data: rows ?? before?.rows, answer, error, stale, refetch }
}

/** The last rows that were here, and what tells them from others. */
interface Kept<T> {
  readonly rows: Rows<T>
  readonly state: string
}

/** Every answer of a paged method is a page of its items. */
type Answer<M extends PagedMethod> = Output<M> & Page<ItemOf<M>>
type Answers<M extends PagedMethod> = ReadonlyMap<number, Answer<M>>

function usePages<M extends PagedMethod>(
  method: M,
  input: PagedInput<M>,
  shown: readonly number[],
  unfinished: Unfinished<Output<M>> | undefined,
) {
  const control = useControl()
  const asked = useQueries({
    queries: shown.map((page) => {
      const whole = { ...input, offset: page * PAGE, limit: PAGE } as Input<M>
      return {
        queryKey: queryKey(method, whole),
        queryFn: () => control.call(method, whole) as Promise<Answer<M>>,
        refetchInterval: askedAgain(unfinished),
      }
    }),
  })
  const pages: Answers<M> = new Map(
    asked.flatMap(({ data }, at) => (data ? [[shown[at] ?? 0, data] as const] : [])),
  )
  return {
    pages,
    answer: pages.values().next().value,
    error: (asked.find(({ error }) => error)?.error ?? null) as ControlError | null,
    refetch: () => {
      for (const page of asked) void page.refetch()
    },
  }
}

function rowsIn<T>(pages: ReadonlyMap<number, Page<T>>): Rows<T>['at'] {
  return (index) => pages.get(Math.floor(index / PAGE))?.items[index % PAGE]
}

/** Numbers of the pages that are looked at, and one beyond, since people scroll on. */
function useShownPages(): [readonly number[], (first: number, last: number) => void] {
  const [{ from, to }, setRange] = useState({ from: 0, to: 0 })
  const show = useCallback((first: number, last: number) => {
    const next = {
      from: Math.max(0, Math.floor((first - PAGE / 4) / PAGE)),
      to: Math.floor((last + PAGE / 4) / PAGE),
    }
    setRange((now) => (now.from === next.from && now.to === next.to ? now : next))
  }, [])
  return [Array.from({ length: to - from + 1 }, (_, at) => from + at), show]
}
