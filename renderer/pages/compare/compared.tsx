import { MessageBar, MessageBarBody, Text } from '@fluentui/react-components'
import type { Image } from '../../../server/control/images-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { PartLinks } from '../../components/part-links.tsx'
import { isReading, ReadingLine } from '../../components/reading-line.tsx'
import { useMethod } from '../../control.tsx'
import type { ImageName } from '../../place.ts'
import { replacePlace } from '../../router.ts'
import { compare as words } from '../../strings/compare.ts'
import { platformName } from '../image/platform-choice.ts'
import { PlatformSelect } from '../image/platform-select.tsx'
import { commonPlatforms, comparedPair } from './common-platform.ts'
import { wordOf, type CompareAddress } from './compare-address.ts'
import { digestsOf, type PairProps } from './compare-props.ts'
import { FileDifferences } from './file-differences.tsx'
import { Summary } from './summary.tsx'

export interface ComparedProps {
  readonly a: ImageName
  readonly b: ImageName
  readonly address: CompareAddress
}

/** Both images, as soon as they are here. */
export function Compared(props: ComparedProps) {
  const [a, b] = [useMethod('images.get', { ...props.a }), useMethod('images.get', { ...props.b })]
  return (
    <Loaded of={a} failure={words.imageFailed(wordOf(props.a))}>
      {(first) => (
        <Loaded of={b} failure={words.imageFailed(wordOf(props.b))}>
          {(second) => <Platforms {...props} first={first} second={second} />}
        </Loaded>
      )}
    </Loaded>
  )
}

interface PlatformsProps extends ComparedProps {
  readonly first: Image
  readonly second: Image
}

function Platforms({ first, second, ...props }: PlatformsProps) {
  const { address } = props
  const common = commonPlatforms(first.platforms, second.platforms)
  const pair = comparedPair(first.platforms, second.platforms, address.platform)
  if (!pair) return <Text>{words.noPlatform}</Text>
  return (
    <>
      {common.length > 1 && (
        <PlatformSelect
          platforms={common.map(({ a }) => a)}
          chosen={pair.a}
          onChoose={(platform) => replacePlace(address.place({ platform }))}
        />
      )}
      {common.length === 0 && (
        <MessageBar intent="warning">
          <MessageBarBody>
            {words.differentPlatforms(platformName(pair.a), platformName(pair.b))}
          </MessageBarBody>
        </MessageBar>
      )}
      <Parts {...props} pair={pair} />
    </>
  )
}

function Parts(props: PairProps) {
  const { address } = props
  const found = useMethod('images.compare', digestsOf(props), { unfinished: isReading })
  const inFiles = address.part === 'files'
  return (
    <>
      <PartLinks
        label={words.parts.label}
        parts={[
          { label: words.parts.summary, to: address.place({ part: '' }), here: !inFiles },
          { label: words.parts.files, to: address.place({ part: 'files' }), here: inFiles },
        ]}
      />
      <ReadingLine reading={found.data?.reading} onRetry={() => void found.refetch()} />
      <Loaded of={found} failure={words.loadFailed} lines={8}>
        {(comparison) =>
          inFiles ? (
            <FileDifferences {...props} found={comparison} />
          ) : (
            <Summary {...props} found={comparison} />
          )
        }
      </Loaded>
    </>
  )
}
