import { useRef } from 'react'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { Trail } from '../../components/trail.tsx'
import { useMethod } from '../../control.tsx'
import { repository as words } from '../../strings/repository.ts'
import { focusGrid } from '../images/focus-grid.ts'
import { RepositoryFacts } from './repository-facts.tsx'
import { Tags } from './tags.tsx'

export interface RepositoryPageProps {
  readonly repository: string
}

/** One repository: what is in it, and what can be done to its tags. */
export default function RepositoryPage({ repository }: RepositoryPageProps) {
  const found = useMethod('repositories.get', { repository })
  const content = useRef<HTMLDivElement>(null)
  return (
    <Page
      title={repository}
      fill
      breadcrumb={<Trail steps={[{ label: words.images, to: { page: 'images' } }]} />}
      // Where there is no tag, there is none to find.
      actions={
        found.data !== undefined &&
        found.data.tags > 0 && (
          <SearchField
            label={words.search}
            word="search"
            onLeave={() => focusGrid(content.current)}
          />
        )
      }
    >
      {found.error?.code === 'NOT_FOUND' ? (
        <Gone repository={repository} />
      ) : (
        <Loaded of={found} failure={words.loadFailed}>
          {(facts) => (
            <div ref={content} style={{ display: 'contents' }}>
              <RepositoryFacts repository={facts} />
              <Tags repository={repository} />
            </div>
          )}
        </Loaded>
      )}
    </Page>
  )
}

function Gone({ repository }: RepositoryPageProps) {
  return (
    <Empty title={words.gone.title} text={words.gone.text(repository)}>
      <PlaceLink to={{ page: 'images' }}>{words.gone.back}</PlaceLink>
    </Empty>
  )
}
