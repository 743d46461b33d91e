import { Text } from '@fluentui/react-components'
import type { StorageUsage } from '../../../server/control/care-contract.ts'
import { BarredSize } from '../../components/barred-size.tsx'
import { Muted } from '../../components/muted.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { Section } from '../../components/section.tsx'
import { SmallTable } from '../../components/small-table.tsx'
import type { Column } from '../../components/table/column.ts'
import { care } from '../../strings/care.ts'

const words = care.largest
type Row = StorageUsage['largest'][number]

/** The repositories that take most, and what each would give back. */
export function Largest({ usage: { largest } }: { readonly usage: StorageUsage }) {
  return (
    <Section title={words.title}>
      {largest.length === 0 ? (
        <Text>
          <Muted>{words.none}</Muted>
        </Text>
      ) : (
        <SmallTable
          label={words.title}
          rows={largest}
          keyOf={({ name }) => name}
          columns={columnsFor(largest[0]?.bytes ?? 0)}
        />
      )}
    </Section>
  )
}

function columnsFor(most: number): readonly Column<Row>[] {
  return [
    {
      id: 'name',
      title: words.columns.name,
      width: 'minmax(8rem, 1fr)',
      cell: ({ name }) => (
        <PlaceLink to={{ page: 'repository', repository: name }} title={name}>
          {name}
        </PlaceLink>
      ),
    },
    {
      id: 'size',
      title: words.columns.size,
      width: '9.5rem',
      align: 'end',
      cell: ({ bytes }) => <BarredSize bytes={bytes} largest={most} />,
    },
    {
      id: 'unique',
      title: words.columns.unique,
      width: '10rem',
      align: 'end',
      cell: ({ uniqueBytes }) => <BarredSize bytes={uniqueBytes} largest={most} />,
    },
  ]
}
