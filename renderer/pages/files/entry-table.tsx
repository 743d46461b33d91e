import { Text } from '@fluentui/react-components'
import { useEffect, useRef, type ReactNode } from 'react'
import type { FileEntry, FilePage } from '../../../server/control/contents-contract.ts'
import { DataTable } from '../../components/data-table.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { isReading, ReadingLine } from '../../components/reading-line.tsx'
import type { Sorting } from '../../components/table/column.ts'
import type { Paged } from '../../paged.ts'
import { files as words } from '../../strings/files.ts'
import { focusGrid } from '../images/focus-grid.ts'
import { ListCount } from '../images/list-count.tsx'
import { entryColumns, type EntrySort } from './entry-columns.tsx'
import { entryPlace } from './entry-place.ts'
import type { ListProps } from './list-props.ts'

export interface EntryTableProps extends ListProps {
  readonly list: Paged<FileEntry, FilePage>
  readonly label: string
  /** How many there are, in words. */
  readonly total: (entries: number) => string
  /** In bytes, what the bars of sizes are compared to; no bars without it. */
  readonly largest?: number
  /** Entries come from many folders. */
  readonly wholePaths?: boolean
  readonly sorting?: Sorting<EntrySort>
  readonly onSort?: (by: EntrySort) => void
  /** In place of a list with nothing in it. */
  readonly empty: ReactNode
}

/** Files and folders in rows, as many as are known so far. */
export function EntryTable(props: EntryTableProps) {
  const { list, label, total, address, go, empty, sorting, onSort } = props
  const reading = list.answer?.reading
  useFocusOnNew(list.data?.id)
  return (
    <>
      <ReadingLine reading={reading} onRetry={list.refetch} />
      <Loaded of={list} failure={words.loadFailed} lines={8}>
        {(rows) => {
          if (rows.count === 0 && list.answer && isReading(list.answer)) {
            return <Text>{words.empty.nothingYet}</Text>
          }
          if (rows.count === 0) return reading?.state === 'failed' ? null : empty
          return (
            <>
              <ListCount text={total(rows.count)} />
              <DataTable
                label={label}
                rows={rows}
                columns={entryColumns(props)}
                keyOf={({ path }) => path}
                onOpen={(entry) => {
                  const to = entryPlace(entry, address)
                  if (to) go(to)
                }}
                {...(sorting && { sorting })}
                {...(onSort && { onSort })}
                stale={list.stale}
              />
            </>
          )
        }}
      </Loaded>
    </>
  )
}

/** A link that led to another folder is gone, and the focus with it: it goes to what is there instead. */
function useFocusOnNew(list: string | undefined): void {
  const seen = useRef(list)
  useEffect(() => {
    const isOther = seen.current !== undefined && seen.current !== list
    seen.current = list
    if (isOther && document.activeElement === document.body) {
      focusGrid(document.querySelector('main'))
    }
  }, [list])
}
