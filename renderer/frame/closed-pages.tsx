import { Empty } from '../components/empty.tsx'
import { Page } from '../components/page.tsx'
import { PlaceLink } from '../components/place-link.tsx'
import { useIsLimited } from '../control.tsx'
import type { Place } from '../place.ts'
import { strings } from '../strings.ts'

/** What the host opens to those alone who may do everything to every repository. */
const FOR_ALL_RIGHTS: ReadonlySet<Place['page']> = new Set([
  'import',
  'sync',
  'sync-plan',
  'sync-run',
  'care',
  'credentials',
  'doctor',
  'logs',
  'audit',
  'settings',
  'setup',
])

/** Whether a page is closed to whoever is here. */
export function useIsClosed(): (page: Place['page']) => boolean {
  const isLimited = useIsLimited()
  return (page) => isLimited && FOR_ALL_RIGHTS.has(page)
}

/** In place of such a page, for who came by its address. */
export function ClosedPage() {
  return (
    <Page title={strings.closed.title}>
      <Empty title={strings.closed.text}>
        <PlaceLink to={{ page: 'overview' }}>{strings.closed.back}</PlaceLink>
      </Empty>
    </Page>
  )
}
