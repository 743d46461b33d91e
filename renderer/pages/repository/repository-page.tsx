import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { Trail } from '../../components/trail.tsx'
import { useMethod } from '../../control.tsx'
import { repository as words } from '../../strings/repository.ts'
import { RepositoryFacts } from './repository-facts.tsx'
import { Tags } from './tags.tsx'

export interface RepositoryPageProps {
  readonly repository: string
}

/** One repository: what is in it, and what can be done to its tags. */
export default function RepositoryPage({ repository }: RepositoryPageProps) {
  const found = useMethod('repositories.get', { repository })
  return (
    <Page
      title={repository}
      fill
      breadcrumb={<Trail steps={[{ label: words.images, to: { page: 'images' } }]} />}
    >
      {found.error?.code === 'NOT_FOUND' ? (
        <Gone repository={repository} />
      ) : (
        <Loaded of={found} failure={words.loadFailed}>
          {(facts) => (
            <>
              <RepositoryFacts repository={facts} />
              <Tags repository={repository} />
            </>
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
