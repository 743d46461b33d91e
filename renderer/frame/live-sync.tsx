import { ArrowSyncRegular } from '@fluentui/react-icons'
import { useMethod } from '../control.tsx'
import { LiveLink } from './live-link.tsx'
import { syncWords } from './sync-words.ts'

/** Syncs under way, in a line of their own. */
export default function LiveSync() {
  const targets = useMethod('sync.targets', undefined).data ?? []
  const runs = targets.flatMap(({ running }) => running ?? [])
  const [run] = runs
  const words = syncWords(runs)
  if (words === undefined || !run) return null
  return (
    <LiveLink
      to={runs.length === 1 ? { page: 'sync-run', run: run.id } : { page: 'sync' }}
      icon={<ArrowSyncRegular aria-hidden />}
      words={words}
    />
  )
}
