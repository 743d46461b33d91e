import { ArrowSwapRegular } from '@fluentui/react-icons'
import { useMethod } from '../control.tsx'
import { lazyPage } from './lazy-page.tsx'
import { LiveLink } from './live-link.tsx'
import { liveWords } from './live-words.ts'

/** Not needed for the first page to be seen. */
const LiveSync = lazyPage(() => import('./live-sync.tsx'), null)

/** What is moving right now, from any page; nothing moving, it is not there. */
export function LiveLine() {
  const words = liveWords(useMethod('transfers.list', undefined).data ?? [])
  return (
    <footer>
      <LiveSync />
      {words !== undefined && (
        <LiveLink to={{ page: 'activity' }} icon={<ArrowSwapRegular aria-hidden />} words={words} />
      )}
    </footer>
  )
}
