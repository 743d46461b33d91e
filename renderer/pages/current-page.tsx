import { Loading } from '../components/loading.tsx'
import { ClosedPage, useIsClosed } from '../frame/closed-pages.tsx'
import { ErrorBoundary } from '../frame/error-boundary.tsx'
import { lazyPage } from '../frame/lazy-page.tsx'
import { pathOf, type Place } from '../place.ts'
import { usePlace } from '../router.ts'
import { UnknownPage } from './unknown-page.tsx'

const waiting = <Loading />
const PAGES = {
  overview: lazyPage(() => import('./overview/overview-page.tsx'), waiting),
  images: lazyPage(() => import('./images/images-page.tsx'), waiting),
  repository: lazyPage(() => import('./repository/repository-page.tsx'), waiting),
  image: lazyPage(() => import('./image/image-page.tsx'), waiting),
  files: lazyPage(() => import('./files/files-page.tsx'), waiting),
  space: lazyPage(() => import('./space/space-page.tsx'), waiting),
  compare: lazyPage(() => import('./compare/compare-page.tsx'), waiting),
  import: lazyPage(() => import('./import/import-page.tsx'), waiting),
  sync: lazyPage(() => import('./sync/sync-page.tsx'), waiting),
  'sync-plan': lazyPage(() => import('./sync/plan-page.tsx'), waiting),
  'sync-run': lazyPage(() => import('./sync/run-page.tsx'), waiting),
  activity: lazyPage(() => import('./activity/activity-page.tsx'), waiting),
  care: lazyPage(() => import('./care/care-page.tsx'), waiting),
  credentials: lazyPage(() => import('./credentials/credentials-page.tsx'), waiting),
  doctor: lazyPage(() => import('./doctor/doctor-page.tsx'), waiting),
  logs: lazyPage(() => import('./logs/logs-page.tsx'), waiting),
  audit: lazyPage(() => import('./audit/audit-page.tsx'), waiting),
  settings: lazyPage(() => import('./settings/settings-page.tsx'), waiting),
  setup: lazyPage(() => import('./setup/setup-page.tsx'), waiting),
}

/** The page for where the window is, got when it is first needed. A fault in it leaves the frame alone. */
export function CurrentPage() {
  const place = usePlace()
  const isClosed = useIsClosed()
  return (
    <ErrorBoundary key={pathOf(place)}>
      {isClosed(place.page) ? <ClosedPage /> : pageFor(place)}
    </ErrorBoundary>
  )
}

/** Begins to get the page of a place while it is not known yet who is there. */
export function getPage({ page }: Place): void {
  if (page !== 'unknown') PAGES[page].get()
}

function pageFor(place: Place) {
  switch (place.page) {
    case 'overview':
      return <PAGES.overview />
    case 'images':
      return <PAGES.images />
    case 'repository':
      return <PAGES.repository repository={place.repository} />
    case 'image':
      return <PAGES.image repository={place.repository} reference={place.reference} />
    case 'files':
      return <PAGES.files repository={place.repository} reference={place.reference} />
    case 'space':
      return <PAGES.space repository={place.repository} reference={place.reference} />
    case 'compare':
      return <PAGES.compare />
    case 'import':
      return <PAGES.import />
    case 'sync':
      return <PAGES.sync />
    case 'sync-plan': {
      const Plan = PAGES['sync-plan']
      return <Plan plan={place.plan} />
    }
    case 'sync-run': {
      const Run = PAGES['sync-run']
      return <Run run={place.run} />
    }
    case 'activity':
      return <PAGES.activity />
    case 'care':
      return <PAGES.care />
    case 'credentials':
      return <PAGES.credentials />
    case 'doctor':
      return <PAGES.doctor />
    case 'logs':
      return <PAGES.logs />
    case 'audit':
      return <PAGES.audit />
    case 'settings':
      return <PAGES.settings />
    case 'setup':
      return <PAGES.setup />
    case 'unknown':
      return <UnknownPage path={place.path} />
  }
}
