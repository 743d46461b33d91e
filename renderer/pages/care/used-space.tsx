import { Button, Text } from '@fluentui/react-components'
import type { StorageUsage } from '../../../server/control/care-contract.ts'
import { Fact, FactStrip } from '../../components/fact-strip.tsx'
import { Muted } from '../../components/muted.tsx'
import { Section } from '../../components/section.tsx'
import { SizeBar } from '../../components/size-bar.tsx'
import { Size } from '../../components/size.tsx'
import { When } from '../../components/when.tsx'
import { useAction } from '../../control.tsx'
import { count, size } from '../../format.ts'
import { care } from '../../strings/care.ts'

const words = care.used

export interface UsedSpaceProps {
  readonly usage: StorageUsage | undefined
  /** Something is being done with storage. */
  readonly busy: boolean
}

/** What is stored, and how it divides. */
export function UsedSpace({ usage, busy }: UsedSpaceProps) {
  const measure = useAction('care.measure')
  const again = (
    <Button disabledFocusable={busy} onClick={() => measure.mutate(undefined)}>
      {words.again}
    </Button>
  )
  return (
    <Section title={words.title} actions={again}>
      {usage ? (
        <Numbers usage={usage} />
      ) : (
        <Text>
          <Muted>{words.none}</Muted>
        </Text>
      )}
    </Section>
  )
}

function Numbers({ usage }: { readonly usage: StorageUsage }) {
  const { bytes, sharedBytes, unlinkedBytes, repositories, measuredAt } = usage
  const uniqueBytes = bytes - sharedBytes - unlinkedBytes
  return (
    <>
      <FactStrip label={words.title}>
        <Fact name={words.used}>
          <Size bytes={bytes} />
        </Fact>
        <Fact name={words.unique}>
          <Size bytes={uniqueBytes} />
        </Fact>
        <Fact name={words.shared}>
          <Size bytes={sharedBytes} />
        </Fact>
        <Fact name={words.unlinked}>
          <Size bytes={unlinkedBytes} />
        </Fact>
        <Fact name={words.repositories}>{count(repositories)}</Fact>
        <Fact name={words.measured}>
          <When at={measuredAt} />
        </Fact>
      </FactStrip>
      <SizeBar
        label={words.bar(size(uniqueBytes), size(sharedBytes), size(unlinkedBytes))}
        parts={[
          { bytes: uniqueBytes, label: `${words.unique}: ${size(uniqueBytes)}`, tone: 'own' },
          { bytes: sharedBytes, label: `${words.shared}: ${size(sharedBytes)}`, tone: 'shared' },
          {
            bytes: unlinkedBytes,
            label: `${words.unlinked}: ${size(unlinkedBytes)}`,
            tone: 'danger',
          },
        ]}
      />
    </>
  )
}
