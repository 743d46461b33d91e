import { Suspense } from 'react'
import { Loading } from '../components/loading.tsx'
import { ErrorBoundary } from '../frame/error-boundary.tsx'
import { lazyPage } from '../frame/lazy-page.ts'
import { pathOf, type Place } from '../place.ts'
import { usePlace } from '../router.ts'
import { UnknownPage } from './unknown-page.tsx'

const OverviewPage = lazyPage(() => import('./overview/overview-page.tsx'))
const ImagesPage = lazyPage(() => import('./images/images-page.tsx'))
const RepositoryPage = lazyPage(() => import('./repository/repository-page.tsx'))
const ImagePage = lazyPage(() => import('./image/image-page.tsx'))
const ActivityPage = lazyPage(() => import('./activity/activity-page.tsx'))
const LogsPage = lazyPage(() => import('./logs/logs-page.tsx'))
const SettingsPage = lazyPage(() => import('./settings/settings-page.tsx'))

/** The page for where the window is, got when it is first needed. A fault in it leaves the frame alone. */
export function CurrentPage() {
  const place = usePlace()
  return (
    <ErrorBoundary key={pathOf(place)}>
      <Suspense fallback={<Loading />}>{pageFor(place)}</Suspense>
    </ErrorBoundary>
  )
}

function pageFor(place: Place) {
  switch (place.page) {
    case 'overview':
      return <OverviewPage />
    case 'images':
      return <ImagesPage />
    case 'repository':
      return <RepositoryPage repository={place.repository} />
    case 'image':
      return <ImagePage repository={place.repository} reference={place.reference} />
    case 'activity':
      return <ActivityPage />
    case 'logs':
      return <LogsPage />
    case 'settings':
      return <SettingsPage />
    case 'unknown':
      return <UnknownPage path={place.path} />
  }
}
