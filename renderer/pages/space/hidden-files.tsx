import { Text } from '@fluentui/react-components'
import type { Waste } from '../../../server/control/contents-contract.ts'
import { LongTable } from '../../components/long-table.tsx'
import { Muted } from '../../components/muted.tsx'
import { Section } from '../../components/section.tsx'
import type { Column } from '../../components/table/column.ts'
import { space as words } from '../../strings/space.ts'
import { layerName } from '../image/layer-name.ts'
import { BarredSize } from '../../components/barred-size.tsx'
import { LayerNumber } from './layer-number.tsx'
import { PathLink } from './path-link.tsx'
import type { WastePartProps } from './waste-props.ts'

/** Rows that are seen at first. */
const MOST = 20

type Hidden = Waste['hidden'][number]

const { columns } = words

/** Files that are in a layer and no longer seen, the largest first. */
export function HiddenFiles(props: WastePartProps) {
  const { hidden } = props.waste
  return (
    <Section title={words.hidden.title}>
      <Text>
        <Muted>{hidden.length === 0 ? words.hidden.none : words.hidden.text}</Muted>
      </Text>
      {hidden.length > 0 && (
        <LongTable
          label={words.hidden.title}
          rows={hidden}
          keyOf={({ path, layer }) => `${layer} ${path}`}
          columns={columnsFor(props)}
          most={MOST}
          more={words.showAll}
        />
      )}
    </Section>
  )
}

function columnsFor(props: WastePartProps): readonly Column<Hidden>[] {
  const largest = props.waste.hidden[0]?.sizeBytes ?? 0
  return [
    {
      id: 'path',
      title: columns.path,
      width: 'minmax(10rem, 1fr)',
      cell: ({ path, layer }) => <PathLink {...props} path={path} layer={layer} />,
    },
    {
      id: 'size',
      title: columns.size,
      width: '9.5rem',
      align: 'end',
      cell: ({ sizeBytes }) => <BarredSize bytes={sizeBytes} largest={largest} />,
    },
    {
      id: 'layer',
      title: columns.layer,
      width: '4rem',
      align: 'end',
      cell: ({ layer }) => <LayerNumber {...props} layer={layer} />,
    },
    {
      id: 'fate',
      title: columns.fate,
      width: 'minmax(11rem, 0.7fr)',
      from: 560,
      cell: (row) => <Fate row={row} layers={props.layers} />,
    },
  ]
}

interface FateProps extends Pick<WastePartProps, 'layers'> {
  readonly row: Hidden
}

/** What became of it, and by which layer. */
function Fate({ row: { by, byLayer }, layers }: FateProps) {
  const at = layers.findIndex(({ digest }) => digest === byLayer)
  const name = at < 0 ? words.unknownLayer : layerName(layers, at)
  return <span title={name}>{words.hidden[by](name)}</span>
}
