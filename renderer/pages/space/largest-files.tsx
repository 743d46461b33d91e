import { Text } from '@fluentui/react-components'
import type { FileEntry } from '../../../server/control/contents-contract.ts'
import { BarredSize } from '../../components/barred-size.tsx'
import { Muted } from '../../components/muted.tsx'
import { Section } from '../../components/section.tsx'
import { SmallTable } from '../../components/small-table.tsx'
import type { Column } from '../../components/table/column.ts'
import { space as words } from '../../strings/space.ts'
import { LayerNumber } from './layer-number.tsx'
import { PathLink } from './path-link.tsx'
import type { WastePartProps } from './waste-props.ts'

const { columns } = words

/** What takes most of what is seen. */
export function LargestFiles(props: WastePartProps) {
  const { largest } = props.waste
  return (
    <Section title={words.largest.title}>
      {largest.length === 0 ? (
        <Text>
          <Muted>{words.largest.none}</Muted>
        </Text>
      ) : (
        <SmallTable
          label={words.largest.title}
          rows={largest}
          keyOf={({ path }) => path}
          columns={columnsFor(props)}
        />
      )}
    </Section>
  )
}

function columnsFor(props: WastePartProps): readonly Column<FileEntry>[] {
  const whole = props.waste.largest[0]?.sizeBytes ?? 0
  return [
    {
      id: 'path',
      title: columns.path,
      width: 'minmax(10rem, 1fr)',
      cell: ({ path }) => <PathLink {...props} path={path} />,
    },
    {
      id: 'size',
      title: columns.size,
      width: '9.5rem',
      align: 'end',
      cell: ({ sizeBytes }) => <BarredSize bytes={sizeBytes} largest={whole} />,
    },
    {
      id: 'layer',
      title: columns.layer,
      width: '4rem',
      align: 'end',
      cell: ({ layer }) => <LayerNumber {...props} layer={layer} />,
    },
  ]
}
