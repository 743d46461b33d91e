import { useControl } from '../../control.tsx'
import { useOlderRows } from '../../older-rows.ts'

/** While its beginning is looked at, what is new is asked for, in milliseconds. */
const AGAIN = 3_000

/** The audit log, the newest first, as far back as somebody scrolls. */
export function useAudit(search: string) {
  const control = useControl()
  const {
    data: rows,
    latest,
    ...rest
  } = useOlderRows({
    queryKey: ['audit.list', 'pages', search],
    search,
    ask: (input) => control.call('audit.list', input),
    entriesOf: ({ entries }) => entries,
    again: AGAIN,
  })
  return { data: rows && { file: latest?.file, rows }, ...rest }
}
