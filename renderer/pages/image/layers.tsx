import { Text } from '@fluentui/react-components'
import type { Layer } from '../../../server/control/images-contract.ts'
import { Muted } from '../../components/muted.tsx'
import { Section } from '../../components/section.tsx'
import { size } from '../../format.ts'
import { image as words } from '../../strings/image.ts'
import { LayerBar } from './layer-bar.tsx'
import { LayerLegend } from './layer-legend.tsx'
import { layerTotals, segmentsOf } from './layer-segments.ts'
import { LayerTable } from './layer-table.tsx'

/** What it is made of: all layers as one bar, the largest by name, then each in a row. */
export function Layers({ layers }: { readonly layers: readonly Layer[] }) {
  const files = areFiles(layers)
  const segments = segmentsOf(layers)
  return (
    <Section
      title={files ? words.layers.files : words.layers.title}
      actions={<Muted>{summary(layers, files)}</Muted>}
    >
      {layers.length === 0 ? (
        <Text>{words.layers.none}</Text>
      ) : (
        <>
          {layers.length > 1 && <LayerBar layers={layers} segments={segments} />}
          {layers.length > 1 && <LayerLegend layers={layers} segments={segments} />}
          <LayerTable layers={layers} files={files} />
        </>
      )}
    </Section>
  )
}

/** Layers with names are files that somebody packed, not steps of a build. */
function areFiles(layers: readonly Layer[]): boolean {
  return layers.length > 0 && layers.every(({ title }) => title !== undefined)
}

function summary(layers: readonly Layer[], files: boolean): string {
  const { bytes, sharedBytes } = layerTotals(layers)
  const totals = files ? words.layers.fileTotals : words.layers.totals
  const shared =
    sharedBytes > 0 ? words.layers.shared(size(sharedBytes)) : words.layers.nothingShared
  return `${totals(layers.length, size(bytes))}, ${shared}`
}
