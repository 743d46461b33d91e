import { Text } from '@fluentui/react-components'
import { Section } from '../../components/section.tsx'
import { TransferList } from '../../components/transfer-list.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useMethod } from '../../control.tsx'
import { strings } from '../../strings.ts'

/** Pushes and pulls that are under way. */
export function MovingNow() {
  const answer = useMethod('transfers.list', undefined)
  return (
    <Section title={strings.overview.moving.title}>
      <Loaded of={answer} lines={1}>
        {(transfers) =>
          transfers.length === 0 ? (
            <Text>{strings.overview.moving.nothing}</Text>
          ) : (
            <TransferList transfers={transfers} />
          )
        }
      </Loaded>
    </Section>
  )
}
