import { useDeferredValue } from 'react'
import { useMethod } from '../control.tsx'

/** Repositories whose name holds what was typed. @param most as many at once */
export function useRepositoryNames(typed: string, most: number): readonly string[] {
  const search = useDeferredValue(typed.trim())
  const found = useMethod(
    'repositories.list',
    { ...(search !== '' && { search }), sort: 'name', offset: 0, limit: most },
    { keep: true },
  ).data
  return (found?.items ?? []).map(({ name }) => name)
}
