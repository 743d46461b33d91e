import type { Comparison } from '../../../server/control/contents-contract.ts'
import { Muted } from '../../components/muted.tsx'
import { Section } from '../../components/section.tsx'
import { Size } from '../../components/size.tsx'
import { SmallTable } from '../../components/small-table.tsx'
import type { Column } from '../../components/table/column.ts'
import { compare as words } from '../../strings/compare.ts'
import { MadeBy } from '../image/made-by.tsx'
import { namesBeside } from './compare-address.ts'
import type { ComparisonProps } from './compare-props.ts'

type ComparedLayer = Comparison['layers'][number]

/** The layers of both, side by side: those they share in one row. */
export function LayersBeside({ a, b, found: { layers } }: ComparisonProps) {
  const [first, second] = namesBeside(a, b)
  return (
    <Section title={words.layers.title}>
      <SmallTable
        label={words.layers.title}
        rows={layers}
        keyOf={({ digest }, at) => `${at} ${digest}`}
        columns={[COMMAND, sideColumn('a', first), sideColumn('b', second)]}
      />
    </Section>
  )
}

const COMMAND: Column<ComparedLayer> = {
  id: 'command',
  title: words.layers.command,
  width: 'minmax(8rem, 1fr)',
  cell: ({ command }) => <MadeBy command={command} />,
}

function sideColumn(side: 'a' | 'b', title: string): Column<ComparedLayer> {
  return {
    id: side,
    title,
    width: 'minmax(8.5rem, 12rem)',
    align: 'end',
    cell: (layer) => <Side layer={layer} side={side} />,
  }
}

function Side({ layer, side }: { readonly layer: ComparedLayer; readonly side: 'a' | 'b' }) {
  if (layer.in !== 'both' && layer.in !== side) return <Muted>{words.layers.none}</Muted>
  return (
    <>
      <Muted>{layer.in === 'both' ? words.layers.shared : words.layers.only} </Muted>
      <Size bytes={layer.sizeBytes} />
    </>
  )
}
