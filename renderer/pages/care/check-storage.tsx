import { Button, Checkbox, Text } from '@fluentui/react-components'
import { useState } from 'react'
import type { CareStatus, CheckReport } from '../../../server/control/care-contract.ts'
import { Muted } from '../../components/muted.tsx'
import { Section } from '../../components/section.tsx'
import { When } from '../../components/when.tsx'
import { useAction } from '../../control.tsx'
import { care } from '../../strings/care.ts'
import { FaultList } from './fault-list.tsx'
import { Hinted } from './hinted.tsx'

const words = care.check

/** Looks for what is broken, and tells it by image. */
export function CheckStorage({ status: { checked, work } }: { readonly status: CareStatus }) {
  const [digests, setDigests] = useState(false)
  const check = useAction('care.check')
  return (
    <Section title={words.title}>
      <Text>{words.text}</Text>
      <Hinted hint={words.digestsHint}>
        {(id) => (
          <Checkbox
            label={words.digests}
            aria-describedby={id}
            checked={digests}
            onChange={(_, data) => setDigests(data.checked === true)}
          />
        )}
      </Hinted>
      <div>
        <Button disabledFocusable={work !== undefined} onClick={() => check.mutate({ digests })}>
          {words.run}
        </Button>
      </div>
      {checked ? (
        <Checked checked={checked} />
      ) : (
        <Text>
          <Muted>{words.never}</Muted>
        </Text>
      )}
    </Section>
  )
}

function Checked({ checked }: { readonly checked: CheckReport }) {
  const { at, faults, moreFaults, repositories, tags, blobs } = checked
  const found = faults.length + moreFaults
  return (
    <>
      <Text>
        <strong>{found === 0 ? words.fine : words.found(found)}</strong> (
        <When at={at} />
        ): {words.looked(repositories, tags, blobs)}
      </Text>
      {found > 0 && <FaultList faults={faults} more={moreFaults} />}
    </>
  )
}
