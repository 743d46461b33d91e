import { Text } from '@fluentui/react-components'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { isReading, ReadingLine } from '../../components/reading-line.tsx'
import { useMethod } from '../../control.tsx'
import { space as words } from '../../strings/space.ts'
import { Duplicates } from './duplicates.tsx'
import { HiddenFiles } from './hidden-files.tsx'
import { LargestFiles } from './largest-files.tsx'
import { WasteFacts } from './waste-facts.tsx'
import type { WastePartProps, WasteReportProps } from './waste-props.ts'

/** The numbers, then what they come from. */
export function WasteReport(props: WasteReportProps) {
  const { name, digest } = props
  const waste = useMethod(
    'images.waste',
    { repository: name.repository, digest },
    { unfinished: isReading },
  )
  return (
    <>
      <ReadingLine reading={waste.data?.reading} onRetry={() => void waste.refetch()} />
      <Loaded of={waste} failure={words.loadFailed} lines={8}>
        {(found) => (found.reading.state === 'failed' ? null : <Parts {...props} waste={found} />)}
      </Loaded>
    </>
  )
}

function Parts(props: WastePartProps) {
  const { waste } = props
  const reading = isReading(waste)
  if (reading && waste.totalBytes === 0) return <Text>{words.nothingYet}</Text>
  const wasted = waste.hidden.length > 0 || waste.duplicates.length > 0
  return (
    <>
      <WasteFacts waste={waste} />
      {reading && <Text>{words.soFar}</Text>}
      {!wasted && !reading && <Empty title={words.none.title} text={words.none.text} />}
      {wasted && <HiddenFiles {...props} />}
      {wasted && <Duplicates {...props} />}
      <LargestFiles {...props} />
    </>
  )
}
