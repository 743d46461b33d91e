import { Button, Checkbox, Text, useRestoreFocusTarget } from '@fluentui/react-components'
import { useState } from 'react'
import type { CareSchedule, CareStatus, FreeReport } from '../../../server/control/care-contract.ts'
import { PlaceLink } from '../../components/place-link.tsx'
import { Section } from '../../components/section.tsx'
import { When } from '../../components/when.tsx'
import { useMethod } from '../../control.tsx'
import { DAY, duration, size } from '../../format.ts'
import { care } from '../../strings/care.ts'
import { FreeDialog } from './free-dialog.tsx'
import { FreedList } from './freed-list.tsx'
import { Hinted } from './hinted.tsx'

const words = care.free

/** Gives back the space of what nothing needs: what would go first, then what went. */
export function FreeSpace({ status }: { readonly status: CareStatus }) {
  const { freed, schedule, work } = status
  const [untagged, setUntagged] = useState(false)
  const [open, setOpen] = useState(false)
  const target = useRestoreFocusTarget()
  const rules = useMethod('registry.status', undefined).data
  const mayDelete = rules === undefined || (rules.deleteEnabled && !rules.readOnly)
  return (
    <Section title={words.title}>
      <Text>
        {words.text} {words.grace(duration(schedule.grace / 1_000))}
      </Text>
      <Hinted hint={mayDelete ? words.untaggedHint : words.noDelete}>
        {(id) => (
          <Checkbox
            label={words.untagged}
            aria-describedby={id}
            checked={untagged && mayDelete}
            disabled={!mayDelete}
            onChange={(_, { checked }) => setUntagged(checked === true)}
          />
        )}
      </Hinted>
      <div>
        <Button {...target} disabledFocusable={work !== undefined} onClick={() => setOpen(true)}>
          {words.open}
        </Button>
      </div>
      {open && (
        <FreeDialog
          status={status}
          untagged={untagged && mayDelete}
          onClose={() => setOpen(false)}
        />
      )}
      {freed && <Freed freed={freed} />}
      <Schedule schedule={schedule} />
    </Section>
  )
}

function Freed({ freed }: { readonly freed: FreeReport }) {
  return (
    <>
      <Text>
        {words.last} (<When at={freed.at} />
        ): {words.freed(size(freed.bytes), freed.blobs)}{' '}
        {freed.waitingBytes > 0 && words.waiting(size(freed.waitingBytes))}{' '}
        {freed.faults > 0 && words.faults(freed.faults)}
      </Text>
      {freed.images.length > 0 && <FreedList label={words.freedList} report={freed} />}
    </>
  )
}

function Schedule({ schedule }: { readonly schedule: CareSchedule }) {
  const { enabled, interval, next } = schedule
  return (
    <Text>
      {enabled ? words.schedule(everyOf(interval)) : words.off}{' '}
      {enabled && next !== undefined && (
        <>
          {words.next}: <NextTime at={next} />.{' '}
        </>
      )}
      <PlaceLink to={{ page: 'settings' }}>{words.settings}</PlaceLink>
    </Text>
  )
}

const everyOf = (interval: number): string =>
  interval === DAY ? words.daily : words.every(duration(interval / 1_000))

function NextTime({ at }: { readonly at: number }) {
  const time = new Date(at)
  return (
    <time dateTime={time.toISOString()}>
      {time.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}
    </time>
  )
}
