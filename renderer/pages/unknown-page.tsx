import { Empty } from '../components/empty.tsx'
import { Page } from '../components/page.tsx'
import { PlaceLink } from '../components/place-link.tsx'
import { strings } from '../strings.ts'

/** For an address that leads nowhere. */
export function UnknownPage({ path }: { readonly path: string }) {
  return (
    <Page title={strings.unknown.title}>
      <Empty title={strings.unknown.text(path)}>
        <PlaceLink to={{ page: 'overview' }}>{strings.unknown.back}</PlaceLink>
      </Empty>
    </Page>
  )
}
