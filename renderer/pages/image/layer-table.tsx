import { makeStyles, tokens } from '@fluentui/react-components'
import type { Layer } from '../../../server/control/images-contract.ts'
import { CopyDigest } from '../../components/copy-digest.tsx'
import { Muted } from '../../components/muted.tsx'
import { SizeBar } from '../../components/size-bar.tsx'
import { Size } from '../../components/size.tsx'
import { SmallTable } from '../../components/small-table.tsx'
import type { Column } from '../../components/table/column.ts'
import { size } from '../../format.ts'
import { image as words } from '../../strings/image.ts'
import { MadeBy } from './made-by.tsx'
import { mediaTypeName } from './media-type-name.ts'

const useStyles = makeStyles({
  size: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) 5rem',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
  },
})

const { columns } = words.layers

interface NumberedLayer extends Layer {
  readonly number: number
}

type LayerColumn = Column<NumberedLayer>

export interface LayerTableProps {
  readonly layers: readonly Layer[]
  /** They have names of files, and no step of a build. */
  readonly files: boolean
}

/** Every layer in a row, the lowest first. */
export function LayerTable({ layers, files }: LayerTableProps) {
  const rows = layers.map((layer, at) => ({ ...layer, number: at + 1 }))
  return (
    <SmallTable
      label={files ? words.layers.files : words.layers.title}
      rows={rows}
      // A manifest may well name the same layer twice.
      keyOf={({ number }) => String(number)}
      columns={columnsFor(layers, files)}
    />
  )
}

const NUMBER: LayerColumn = {
  id: 'number',
  title: columns.number,
  width: '2.5rem',
  cell: ({ number }) => number,
}

const FILE: LayerColumn = {
  id: 'file',
  title: columns.file,
  width: 'minmax(8rem, 1fr)',
  cell: ({ title }) => <span title={title}>{title}</span>,
}

const COMMAND: LayerColumn = {
  id: 'command',
  title: columns.command,
  width: 'minmax(8rem, 1fr)',
  cell: ({ command }) => <MadeBy command={command} />,
}

const SHARED: LayerColumn = {
  id: 'shared',
  title: columns.shared,
  width: '10rem',
  from: 600,
  cell: ({ sharedWith }) =>
    sharedWith > 0 ? words.layers.inOthers(sharedWith) : <Muted>{words.layers.inNoOthers}</Muted>,
}

const MEDIA_TYPE: LayerColumn = {
  id: 'type',
  title: columns.mediaType,
  width: '8rem',
  from: 820,
  cell: ({ mediaType }) => <span title={mediaType}>{mediaTypeName(mediaType)}</span>,
}

const DIGEST: LayerColumn = {
  id: 'digest',
  title: columns.digest,
  width: '7.5rem',
  from: 740,
  cell: ({ digest }) => <CopyDigest digest={digest} />,
}

/** Of nearly every layer; where nothing else is there, the column would only take room. */
const USUAL = 'layer tar+gzip'

/** What has neither a file's name nor a command, as a chart has not, is told by its media type. */
function columnsFor(layers: readonly Layer[], files: boolean): readonly LayerColumn[] {
  const sized = sizeColumn(layers)
  if (files) return [NUMBER, FILE, sized, SHARED, MEDIA_TYPE, DIGEST]
  if (layers.some(({ command }) => command !== undefined)) {
    const usual = layers.every(({ mediaType }) => mediaTypeName(mediaType) === USUAL)
    return [NUMBER, COMMAND, sized, SHARED, ...(usual ? [] : [MEDIA_TYPE]), DIGEST]
  }
  const { from: _, ...mediaType } = { ...MEDIA_TYPE, width: 'minmax(8rem, 1fr)' }
  return [NUMBER, mediaType, sized, SHARED, DIGEST]
}

/** With a bar where there is something to compare. */
function sizeColumn(layers: readonly Layer[]): LayerColumn {
  const largest = Math.max(...layers.map(({ sizeBytes }) => sizeBytes))
  const alone = layers.length === 1
  return {
    id: 'size',
    title: columns.size,
    width: alone ? '6rem' : '11rem',
    align: 'end',
    cell: (layer) =>
      alone ? <Size bytes={layer.sizeBytes} /> : <LayerSize layer={layer} largest={largest} />,
  }
}

function LayerSize(props: { readonly layer: Layer; readonly largest: number }) {
  const styles = useStyles()
  const { sizeBytes, sharedWith } = props.layer
  const label = size(sizeBytes)
  return (
    <span className={styles.size}>
      <SizeBar
        label={label}
        whole={props.largest}
        parts={[{ bytes: sizeBytes, label, tone: sharedWith > 0 ? 'shared' : 'own' }]}
      />
      <Size bytes={sizeBytes} />
    </span>
  )
}
