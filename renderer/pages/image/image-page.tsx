import type { Image } from '../../../server/control/contract.ts'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { Trail } from '../../components/trail.tsx'
import { useMethod } from '../../control.tsx'
import { shortDigest } from '../../format.ts'
import { nameOf } from '../../place.ts'
import { image as words } from '../../strings/image.ts'
import { repository as repositoryWords } from '../../strings/repository.ts'
import { About } from './about.tsx'
import { Contents } from './contents.tsx'
import { RawManifest } from './raw-manifest.tsx'
import { Vouchers } from './vouchers.tsx'

export interface ImagePageProps {
  readonly repository: string
  /** A tag or a digest. */
  readonly reference: string
}

/** One image: what it is, how to use it, what it is made of, what it runs, what vouches for it. */
export default function ImagePage({ repository, reference }: ImagePageProps) {
  const found = useMethod('images.get', { repository, reference })
  return (
    <Page
      title={titleOf(repository, reference)}
      breadcrumb={
        <Trail
          steps={[
            { label: repositoryWords.images, to: { page: 'images' } },
            { label: repository, to: { page: 'repository', repository } },
          ]}
        />
      }
    >
      {found.error?.code === 'NOT_FOUND' ? (
        <Gone repository={repository} reference={reference} />
      ) : (
        <Loaded of={found} failure={words.loadFailed} lines={10}>
          {(image) => <Answers image={image} reference={reference} />}
        </Loaded>
      )}
    </Page>
  )
}

interface AnswersProps {
  readonly image: Image
  readonly reference: string
}

/** The page's answers, in the order in which people ask. */
function Answers({ image, reference }: AnswersProps) {
  return (
    <>
      <About image={image} reference={reference} />
      <Contents image={image} reference={reference} />
      <Vouchers image={image} />
      <RawManifest repository={image.repository} digest={image.digest} />
    </>
  )
}

function titleOf(repository: string, reference: string): string {
  return reference.includes(':')
    ? `${repository}@${shortDigest(reference)}`
    : nameOf(repository, reference)
}

function Gone({ repository, reference }: ImagePageProps) {
  const title = reference.includes(':') ? words.gone.digest : words.gone.tag
  return (
    <Empty title={title} text={words.gone.text(nameOf(repository, reference))}>
      <PlaceLink to={{ page: 'repository', repository }}>{words.gone.back(repository)}</PlaceLink>
    </Empty>
  )
}
