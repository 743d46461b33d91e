import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { StorageView } from '../../server/control/storage-contract.ts'
import { queryKey } from '../control.tsx'

/** Takes over what a change of storage answered. */
export function useTakeView(): (view: StorageView) => void {
  const client = useQueryClient()
  return useCallback(
    (view) => {
      client.setQueryData(queryKey('storage.get'), view)
      void client.invalidateQueries({ queryKey: ['settings.get'] })
    },
    [client],
  )
}
