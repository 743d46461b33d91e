import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { LogLine } from '../../../server/control/logs-contract.ts'
import { useControl, useEvents } from '../../control.tsx'
import { merged } from './log-lines.ts'

/** Lines that are asked for, as many as the host gives. */
const LIMIT = 2_000
const KEY = ['logs.list', 'live']

/** The log so far and as it grows. A host that comes back is asked again; what was seen before stays. */
export function useLog() {
  const control = useControl()
  const client = useQueryClient()
  const here = () => client.getQueryData<readonly LogLine[]>(KEY) ?? []
  useEvents('log', ({ lines }) => client.setQueryData(KEY, merged(here(), lines)))
  return useQuery({
    queryKey: KEY,
    queryFn: async () => {
      const lines = await control.call('logs.list', { limit: LIMIT })
      return merged(here(), lines)
    },
    // Nobody listened while the page was closed.
    staleTime: 0,
  })
}

/** Lines as they were when somebody paused, and how many have come since. */
export function usePause(lines: readonly LogLine[]) {
  const [held, setHeld] = useState<readonly LogLine[]>()
  const last = held?.at(-1)
  const missed = last ? lines.length - 1 - lines.lastIndexOf(last) : lines.length
  return {
    lines: held ?? lines,
    paused: held !== undefined,
    missed: held ? missed : 0,
    toggle: () => setHeld((now) => (now ? undefined : lines)),
  }
}
