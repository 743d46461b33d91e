import type { Repository } from '../../../server/control/repositories-contract.ts'
import { Fact, FactStrip } from '../../components/fact-strip.tsx'
import { Muted } from '../../components/muted.tsx'
import { SharedPart } from '../../components/shared-part.tsx'
import { Size } from '../../components/size.tsx'
import { WhenKnown } from '../../components/when-known.tsx'
import { count } from '../../format.ts'
import { images } from '../../strings/images.ts'
import { repository as words } from '../../strings/repository.ts'
import { PullNewest } from './pull-newest.tsx'

/** What the repository comes to, and how to get from it what came last. */
export function RepositoryFacts({ repository }: { readonly repository: Repository }) {
  const { name, tags, sizeBytes, sharedBytes, pushedAt, pushedBy, pulledAt } = repository
  return (
    <>
      <FactStrip>
        <Fact name={words.facts.tags}>{count(tags)}</Fact>
        <Fact name={words.facts.size}>
          <Size bytes={sizeBytes} />
        </Fact>
        <Fact name={words.facts.shared}>
          <SharedPart
            bytes={sizeBytes}
            sharedBytes={sharedBytes}
            label={images.sharedPart}
            none={images.nothingShared}
          />
        </Fact>
        <Fact name={words.facts.pushed}>
          <WhenKnown at={pushedAt} />
          {pushedBy !== undefined && <Muted>{words.by(pushedBy)}</Muted>}
        </Fact>
        <Fact name={words.facts.pulled}>
          <WhenKnown at={pulledAt} />
        </Fact>
      </FactStrip>
      {tags > 0 && <PullNewest repository={name} />}
    </>
  )
}
