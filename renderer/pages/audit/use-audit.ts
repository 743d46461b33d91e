import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { AuditEntry, AuditView } from '../../../server/control/audit-contract.ts'
import { useControl } from '../../control.tsx'
import type { Rows } from '../../paged.ts'

/** Entries that are asked for at once. */
const PART = 100
/** Rows before the end at which more are asked for. */
const AHEAD = 30
/** While its beginning is looked at, what is new is asked for, in milliseconds. */
const AGAIN = 3_000

/** The audit log, the newest first, as far back as somebody scrolls. */
export function useAudit(search: string) {
  const control = useControl()
  const query = useInfiniteQuery({
    queryKey: ['audit.list', 'pages', search],
    queryFn: ({ pageParam }) =>
      control.call('audit.list', {
        limit: PART,
        ...(pageParam !== undefined && { before: pageParam }),
        ...(search !== '' && { search }),
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ entries }: AuditView) =>
      entries.length < PART ? undefined : entries.at(-1)?.id,
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.pages.length === 1 ? AGAIN : false),
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const entries = query.data?.pages.flatMap((page) => page.entries)
  const here = entries?.length ?? 0
  const show = useCallback(
    (_: number, last: number) => {
      if (hasNextPage && !isFetchingNextPage && last >= here - AHEAD) void fetchNextPage()
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, here],
  )
  const rows: Rows<AuditEntry> | undefined = entries && {
    id: search,
    // One row more says that there is more.
    count: here + (hasNextPage ? 1 : 0),
    at: (index) => entries[index],
    show,
  }
  const data = rows && { file: query.data?.pages[0]?.file, rows }
  return { data, error: query.error, stale: query.isPlaceholderData, refetch: query.refetch }
}
