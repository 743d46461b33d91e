import { historyKey } from '../../cache-events.ts'
import { useControl } from '../../control.tsx'
import { useOlderRows } from '../../older-rows.ts'

/** What has happened, the newest first, as far back as somebody scrolls. */
export function useHistory(search: string) {
  const control = useControl()
  return useOlderRows({
    queryKey: historyKey(search),
    search,
    ask: (input) => control.call('activity.list', input),
    entriesOf: (part) => part,
  })
}
