import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Activity } from '../../../server/control/activity-contract.ts'
import { historyKey } from '../../cache-events.ts'
import { useControl } from '../../control.tsx'
import type { Rows } from '../../paged.ts'

/** Entries that are asked for at once. */
const PART = 100
/** Rows before the end at which more are asked for. */
const AHEAD = 30

/** What has happened, the newest first, as far back as somebody scrolls. */
export function useHistory(search: string) {
  const control = useControl()
  const query = useInfiniteQuery({
    queryKey: historyKey(search),
    queryFn: ({ pageParam }) =>
      control.call('activity.list', {
        limit: PART,
        ...(pageParam !== undefined && { before: pageParam }),
        ...(search !== '' && { search }),
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last: readonly Activity[]) =>
      last.length < PART ? undefined : last.at(-1)?.id,
    placeholderData: keepPreviousData,
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const entries = query.data?.pages.flat()
  const here = entries?.length ?? 0
  const show = useCallback(
    (_: number, last: number) => {
      if (hasNextPage && !isFetchingNextPage && last >= here - AHEAD) void fetchNextPage()
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage, here],
  )
  const data: Rows<Activity> | undefined = entries && {
    id: search,
    // One row more says that there is more.
    count: here + (hasNextPage ? 1 : 0),
    at: (index) => entries[index],
    show,
  }
  return { data, error: query.error, stale: query.isPlaceholderData, refetch: query.refetch }
}
