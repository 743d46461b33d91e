import { makeStyles, tokens } from '@fluentui/react-components'
import type { FileEntry } from '../../../server/control/contents-contract.ts'
import type { Input } from '../../../server/control/contract.ts'
import { Muted } from '../../components/muted.tsx'
import type { Column } from '../../components/table/column.ts'
import { WhenKnown } from '../../components/when-known.tsx'
import { files as words } from '../../strings/files.ts'
import { Change } from './change.tsx'
import { EntryName } from './entry-name.tsx'
import { EntrySize } from './entry-size.tsx'
import { LayerChip } from './layer-chip.tsx'
import type { ListProps } from './list-props.ts'
import { modeText } from './mode-text.ts'

export type EntrySort = Input<'files.list'>['sort']
type EntryColumn = Column<FileEntry, EntrySort>

const { columns } = words

const useStyles = makeStyles({
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
})

const MODE: EntryColumn = {
  id: 'mode',
  title: columns.mode,
  width: '7rem',
  from: 560,
  cell: ({ mode }) => <Code text={mode === undefined ? undefined : modeText(mode)} />,
}

const OWNER: EntryColumn = {
  id: 'owner',
  title: columns.owner,
  width: '5.5rem',
  from: 680,
  cell: ({ uid, gid }) => <Code text={uid === undefined ? undefined : `${uid}:${gid ?? ''}`} />,
}

const MODIFIED: EntryColumn = {
  id: 'modified',
  title: columns.modified,
  width: '7rem',
  align: 'end',
  from: 900,
  cell: ({ modifiedAt }) => <WhenKnown at={modifiedAt} />,
}

const CHANGE: EntryColumn = {
  id: 'change',
  title: columns.change,
  width: '7rem',
  cell: ({ change }) => <Change change={change} />,
}

export interface EntryColumnsProps extends ListProps {
  /** In bytes, what the bars of sizes are compared to; no bars without it. */
  readonly largest?: number
  /** Entries come from many folders. */
  readonly wholePaths?: boolean
}

/** What is said of each entry; in one layer alone, what the layer does to it. */
export function entryColumns(props: EntryColumnsProps): readonly EntryColumn[] {
  const { layers, address, go, largest, wholePaths = false } = props
  const name: EntryColumn = {
    id: 'name',
    title: wholePaths ? columns.path : columns.name,
    width: 'minmax(11rem, 1fr)',
    ...(!wholePaths && { sort: 'name' }),
    cell: (entry) => <EntryName entry={entry} wholePath={wholePaths} address={address} go={go} />,
  }
  const sized: EntryColumn = {
    id: 'size',
    title: columns.size,
    width: largest === undefined ? '6rem' : '9.5rem',
    align: 'end',
    ...(!wholePaths && { sort: 'size' }),
    cell: (entry) => <EntrySize entry={entry} {...(largest !== undefined && { largest })} />,
  }
  const layer: EntryColumn = {
    id: 'layer',
    title: columns.layer,
    width: '4rem',
    align: 'end',
    cell: (entry) => (
      <LayerChip digest={entry.layer} layers={layers} place={address.place} tabIndex={-1} />
    ),
  }
  const told = address.layer === '' ? layer : CHANGE
  // Whole paths need the room.
  return wholePaths ? [name, sized, told] : [name, sized, MODE, OWNER, MODIFIED, told]
}

function Code({ text }: { readonly text: string | undefined }) {
  const styles = useStyles()
  return text === undefined ? <Muted>–</Muted> : <span className={styles.code}>{text}</span>
}
