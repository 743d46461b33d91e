import { Button } from '@fluentui/react-components'
import { BranchCompareRegular } from '@fluentui/react-icons'
import type { MouseEvent, ReactNode } from 'react'
import type { Image } from '../../../server/control/images-contract.ts'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { follow, PlaceLink } from '../../components/place-link.tsx'
import { Trail } from '../../components/trail.tsx'
import { useMethod } from '../../control.tsx'
import { shortDigest } from '../../format.ts'
import { nameOf, type ImageName, type ImagePart } from '../../place.ts'
import { hrefOf, useQueryWord } from '../../router.ts'
import { image as words } from '../../strings/image.ts'
import { repository as repositoryWords } from '../../strings/repository.ts'
import { comparison } from '../compare/compare-address.ts'
import { ImageParts } from './image-parts.tsx'
import { isImage } from './use-commands.ts'

export interface ImageFrameProps extends ImageName {
  /** Which of its pages is open. */
  readonly part: ImagePart
  /** It ends in a table that takes the height that is left. */
  readonly fill?: boolean
  /** Beside its name. */
  readonly renderActions?: (image: Image) => ReactNode
  readonly children: (image: Image) => ReactNode
}

/** What stands around every page of one image: the way to it, its name, and its other pages. */
export function ImageFrame({
  repository,
  reference,
  part,
  fill,
  renderActions,
  children,
}: ImageFrameProps) {
  const found = useMethod('images.get', { repository, reference })
  const title = titleOf(repository, reference)
  return (
    <Page
      title={title}
      name={part === 'image' ? title : words.parts.title(words.parts[part], title)}
      {...(fill !== undefined && { fill })}
      actions={
        found.data && (
          <>
            {isImage(found.data.kind) && <CompareWith {...{ repository, reference }} />}
            {renderActions?.(found.data)}
          </>
        )
      }
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
          {(image) => (
            <>
              {isImage(image.kind) && (
                <ImageParts repository={repository} reference={reference} here={part} />
              )}
              {children(image)}
            </>
          )}
        </Loaded>
      )}
    </Page>
  )
}

/** To the page where the other image is chosen. */
function CompareWith(image: ImageName) {
  const [platform] = useQueryWord('platform')
  const to = comparison(image, undefined, platform)
  return (
    <Button
      as="a"
      icon={<BranchCompareRegular />}
      href={hrefOf(to)}
      onClick={(event: MouseEvent) => follow(event, to)}
    >
      {words.compare}
    </Button>
  )
}

function titleOf(repository: string, reference: string): string {
  return reference.includes(':')
    ? `${repository}@${shortDigest(reference)}`
    : nameOf(repository, reference)
}

function Gone({ repository, reference }: ImageName) {
  const title = reference.includes(':') ? words.gone.digest : words.gone.tag
  return (
    <Empty title={title} text={words.gone.text(nameOf(repository, reference))}>
      <PlaceLink to={{ page: 'repository', repository }}>{words.gone.back(repository)}</PlaceLink>
    </Empty>
  )
}
