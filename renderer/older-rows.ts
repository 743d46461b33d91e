import { keepPreviousData, useInfiniteQuery, type InfiniteData } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Rows } from './paged.ts'

/** What is asked for: entries before one of them, the newest first. */
export interface OlderInput {
  readonly limit: number
  readonly before?: number
  readonly search?: string
}

export interface OlderOptions<E, P> {
  readonly queryKey: readonly unknown[]
  /** Words to be found in the entries; may be empty. */
  readonly search: string
  readonly ask: (input: OlderInput) => Promise<P>
  readonly entriesOf: (part: P) => readonly E[]
  /** While its beginning is looked at, what is new is asked for so often, in milliseconds. */
  readonly again?: number
}

/** The id of the entry before which a part begins; the newest has none. */
type Before = number | undefined
type Parts<P> = InfiniteData<P, Before>

/** Entries that are asked for at once. */
const PART = 100
/** Rows before the end at which more are asked for. */
const AHEAD = 30

/** Something that is kept of old, the newest first, as far back as somebody scrolls. */
export function useOlderRows<E extends { readonly id: number }, P>(options: OlderOptions<E, P>) {
  const { queryKey, search, ask, entriesOf, again } = options
  const query = useInfiniteQuery<P, Error, Parts<P>, readonly unknown[], Before>({
    queryKey,
    queryFn: ({ pageParam }) =>
      ask({
        limit: PART,
        ...(pageParam !== undefined && { before: pageParam }),
        ...(search !== '' && { search }),
      }),
    initialPageParam: undefined,
    getNextPageParam: (last) => {
      const entries = entriesOf(last)
      return entries.length < PART ? undefined : entries.at(-1)?.id
    },
    placeholderData: keepPreviousData,
    ...(again !== undefined && {
      staleTime: 0,
      refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? again : false),
    }),
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const entries = query.data?.pages.flatMap(entriesOf)
  const here = entries?.length ?? 0
  const show = useCallback(
    (_: number, last: number) => {
      if (hasNextPage && !isFetchingNextPage && last >= here - AHEAD) void fetchNextPage()
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, here],
  )
  const data: Rows<E> | undefined = entries && {
    id: search,
    // One row more says that there is more.
    count: here + (hasNextPage ? 1 : 0),
    at: (index) => entries[index],
    show,
  }
  return {
    data,
    /** The latest part as it came, for what it says beside its entries. */
    latest: query.data?.pages[0],
    error: query.error,
    stale: query.isPlaceholderData,
    refetch: query.refetch,
  }
}
