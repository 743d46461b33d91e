import { Text } from '@fluentui/react-components'
import type { AsideNotification } from '../../../server/control/notifications-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Muted } from '../../components/muted.tsx'
import { SmallTable } from '../../components/small-table.tsx'
import type { Column } from '../../components/table/column.ts'
import { When } from '../../components/when.tsx'
import { useMethod } from '../../control.tsx'
import { webhooks } from '../../strings/webhooks.ts'
import { AsideButtons, AsideMenu } from './aside-actions.tsx'
import { asideName } from './aside-name.ts'

const words = webhooks.aside

export interface AsideEventsProps {
  /** Whose they are. */
  readonly endpoint: string
  /** How many there are. */
  readonly total: number
  /** Told when there may be fewer. */
  readonly onChange: () => unknown
}

interface Row {
  readonly event: AsideNotification
  readonly endpoint: string
  readonly onChange: () => void
}

/** Events that an endpoint refuses: what it says to them, and a way to be rid of them. */
export function AsideEvents({ endpoint, total, onChange }: AsideEventsProps) {
  const events = useMethod('notifications.aside', { endpoint }, { unfinished: isBehind(total) })
  const { refetch } = events
  const changed = (): void => {
    void refetch()
    void onChange()
  }
  return (
    <Loaded of={events} failure={words.failure} lines={2}>
      {(listed) => (
        <>
          <Text>{words.text}</Text>
          <SmallTable
            label={words.list(endpoint)}
            columns={COLUMNS}
            rows={listed.map((event): Row => ({ event, endpoint, onChange: changed }))}
            keyOf={({ event }) => String(event.id)}
          />
          {total > listed.length && <Muted>{words.more(total - listed.length)}</Muted>}
          <AsideButtons endpoint={endpoint} events={listed} onChange={changed} />
        </>
      )}
    </Loaded>
  )
}

/** As many as are listed at once, or all: another one was set aside since. */
const isBehind = (total: number) => (listed: readonly AsideNotification[]) =>
  listed.length < Math.min(total, 100)

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'event',
    title: words.columns.event,
    width: 'minmax(8rem, 2fr)',
    cell: ({ event }) => <span title={asideName(event)}>{asideName(event)}</span>,
  },
  {
    id: 'answer',
    title: words.columns.answer,
    width: 'minmax(8rem, 2fr)',
    cell: ({ event: { answer } }) => <span title={answer}>{answer}</span>,
  },
  {
    id: 'when',
    title: words.columns.when,
    width: '6rem',
    align: 'end',
    from: 480,
    cell: ({ event }) => <When at={event.at} />,
  },
  {
    id: 'menu',
    title: words.columns.menu,
    width: '4.5rem',
    align: 'end',
    cell: (row) => <AsideMenu {...row} />,
  },
]
