import type { Image } from '../../../server/control/images-contract.ts'
import { Digest } from '../../components/digest.tsx'
import { Fact, FactStrip } from '../../components/fact-strip.tsx'
import { MoreList } from '../../components/more-list.tsx'
import { Muted } from '../../components/muted.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { Size } from '../../components/size.tsx'
import { WhenKnown } from '../../components/when-known.tsx'
import { image as words, kinds } from '../../strings/image.ts'

/** Tags and platforms that are listed before the rest hides behind a button. */
const MOST = 8

export interface AboutProps {
  readonly image: Image
  /** The tag or digest by which the page was opened. */
  readonly reference: string
}

/** What it is. */
export function About({ image, reference }: AboutProps) {
  const { about } = words
  return (
    <>
      <FactStrip label={about.label}>
        <Fact name={about.digest}>
          <Digest digest={image.digest} copy />
        </Fact>
        <Fact name={about.kind}>
          <span title={image.mediaType}>{kinds[image.kind].one}</span>
        </Fact>
        {image.artifactType !== undefined && (
          <Fact name={about.artifactType}>{image.artifactType}</Fact>
        )}
        <Fact name={about.size}>
          <Size bytes={image.sizeBytes} />
        </Fact>
        <Fact name={about.pushed}>
          <WhenKnown at={image.pushedAt} />
          {image.pushedBy !== undefined && <Muted>{about.by(image.pushedBy)}</Muted>}
        </Fact>
        <Fact name={about.pulled}>
          <WhenKnown at={image.pulledAt} />
        </Fact>
      </FactStrip>
      <FactStrip>
        <Platforms platforms={image.platforms.flatMap(({ platform }) => platform ?? [])} />
        <Fact name={about.tags(image.tags.length)}>
          <TagLinks image={image} reference={reference} />
        </Fact>
      </FactStrip>
    </>
  )
}

function Platforms({ platforms }: { readonly platforms: readonly string[] }) {
  const { about } = words
  if (platforms.length === 0) return null
  return (
    <Fact name={about.platforms(platforms.length)}>
      <MoreList
        items={platforms}
        keyOf={(platform) => platform}
        most={MOST}
        more={about.showAll}
        fewer={about.showFewer}
      >
        {(platform) => <span>{platform}</span>}
      </MoreList>
    </Fact>
  )
}

function TagLinks({ image: { repository, tags }, reference }: AboutProps) {
  const { about } = words
  if (tags.length === 0) return <Muted>{about.noTags}</Muted>
  return (
    <MoreList
      items={tags}
      keyOf={(tag) => tag}
      most={MOST}
      more={about.showAll}
      fewer={about.showFewer}
    >
      {(tag) =>
        tag === reference ? (
          <span>{tag}</span>
        ) : (
          <PlaceLink to={{ page: 'image', repository, reference: tag }}>{tag}</PlaceLink>
        )
      }
    </MoreList>
  )
}
