import { useQueries, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import type { DoctorResult } from '../../../server/control/doctor-contract.ts'
import { useControl, useMethod } from '../../control.tsx'
import { queryKey } from '../../effects.ts'

/** Every check runs by itself: each is shown as it ends. */
export function useChecks() {
  const control = useControl()
  const client = useQueryClient()
  const list = useMethod('doctor.list', undefined)
  const results: readonly UseQueryResult<DoctorResult>[] = useQueries({
    queries: (list.data ?? []).map(({ id }) => ({
      queryKey: queryKey('doctor.run', { check: id }),
      queryFn: () => control.call('doctor.run', { check: id }),
      staleTime: 0,
      retry: false,
    })),
  })
  async function again(): Promise<void> {
    await list.refetch()
    await client.refetchQueries({ queryKey: ['doctor.run'], type: 'active' })
  }
  const isRunning = list.isFetching || results.some(({ isFetching }) => isFetching)
  return { list, results, isRunning, again: () => void again() }
}
