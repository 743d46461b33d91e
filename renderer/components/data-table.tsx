import { mergeClasses } from '@fluentui/react-components'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react'
import { ROW_HEIGHT } from '../measures.ts'
import type { Rows } from '../paged.ts'
import { fitting, template, type Column, type Sorting } from './table/column.ts'
import { tableKey } from './table/keys.ts'
import { noteSpot, useRememberedSpot, useRememberSpot } from './table/remembered-spot.ts'
import { extended, toggled, type Selection } from './table/selection.ts'
import { useTableStyles } from './table/styles.ts'
import { TableHead } from './table/table-head.tsx'
import { TableRow } from './table/table-row.tsx'
import { useWidth } from './table/use-width.ts'

export interface DataTableProps<T, S extends string> {
  /** What the rows are, for those who do not see the heading above. */
  readonly label: string
  readonly rows: Rows<T>
  readonly columns: readonly Column<T, S>[]
  /** Tells rows apart, and names them in the selection. */
  readonly keyOf: (row: T) => string
  readonly sorting?: Sorting<S>
  readonly onSort?: (by: S) => void
  /** On Enter, and on a double click. */
  readonly onOpen?: (row: T) => void
  readonly selection?: Selection
  /** The rows are on their way out. */
  readonly stale?: boolean
}

/**
 * A table of any length: only what is seen exists, and what is seen but not yet here shows that it is on
 * its way. One stop for Tab; arrows, Home, End and the page keys move inside of it.
 */
export function DataTable<T, S extends string = string>(props: DataTableProps<T, S>) {
  const { rows, selection } = props
  const styles = useTableStyles()
  const id = useId()
  const grid = useRef<HTMLDivElement>(null)
  const columns = fitting(props.columns, useWidth(grid))
  const tracks = template(columns, selection !== undefined)
  const spot = useRememberedSpot(grid, rows.id)
  const virtualizer = useRowVirtualizer(grid, rows, spot?.top)
  const table = useTableState(props, spot?.index ?? 0, (index) => virtualizer.scrollToIndex(index))
  useRememberSpot(grid, table.active)
  const visible = virtualizer.getVirtualItems()
  const onKeyDown = (event: KeyboardEvent) => {
    // Buttons and links inside of the table have keys of their own.
    if (event.target !== event.currentTarget) return
    const page = Math.floor((grid.current?.clientHeight ?? ROW_HEIGHT) / ROW_HEIGHT) - 2
    if (table.press(event, Math.max(1, page))) event.preventDefault()
  }
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={rows.count + 1}
      aria-colcount={columns.length + (selection ? 1 : 0)}
      aria-multiselectable={selection !== undefined}
      {...(visible.some(({ index }) => index === table.active) && {
        'aria-activedescendant': `${id}-${table.active}`,
      })}
      className={mergeClasses(styles.grid, props.stale && styles.stale)}
      onKeyDown={onKeyDown}
    >
      <TableHead
        columns={columns}
        template={tracks}
        selectable={selection !== undefined}
        sorting={props.sorting}
        onSort={props.onSort}
      />
      <div role="rowgroup" className={styles.body} style={{ height: rows.count * ROW_HEIGHT }}>
        {visible.map(({ index, start }) => {
          const row = rows.at(index)
          const key = row && props.keyOf(row)
          return (
            <TableRow
              key={key ?? index}
              id={`${id}-${index}`}
              index={index}
              row={row}
              columns={columns}
              template={tracks}
              top={start - ROW_HEIGHT}
              active={index === table.active}
              selected={selection && key !== undefined ? selection.keys.has(key) : undefined}
              // A link in the row leads away before the row itself hears of the click.
              onClickCapture={() => noteSpot({ top: grid.current?.scrollTop ?? 0, index })}
              onClick={(event) => table.click(index, event)}
              onDoubleClick={() => table.open(index)}
              onToggle={() => table.toggle(index)}
            />
          )
        })}
      </div>
    </div>
  )
}

function useRowVirtualizer(
  grid: RefObject<HTMLDivElement | null>,
  rows: Rows<unknown>,
  initialOffset = 0,
) {
  const virtualizer = useVirtualizer({
    count: rows.count,
    initialOffset,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    // The headings stand above the rows, and stay there.
    scrollMargin: ROW_HEIGHT,
    scrollPaddingStart: ROW_HEIGHT,
  })
  const { show } = rows
  const first = virtualizer.range?.startIndex ?? 0
  const last = virtualizer.range?.endIndex ?? 0
  useEffect(() => show(first, last), [show, first, last])
  useTopOfNewList(grid, rows.id, initialOffset)
  return virtualizer
}

/** Another list is looked at from its top, or from where it was left. */
function useTopOfNewList(grid: RefObject<HTMLDivElement | null>, id: string, top: number): void {
  const seen = useRef(id)
  useEffect(() => {
    if (seen.current !== id) grid.current?.scrollTo({ top })
    seen.current = id
  }, [grid, id, top])
}

/** Which row is active, and what keys and clicks do to it and to the selection. */
function useTableState<T, S extends string>(
  props: DataTableProps<T, S>,
  initialRow: number,
  reveal: (index: number) => void,
) {
  const { rows, selection } = props
  const [chosen, choose] = useState({ list: rows.id, index: initialRow })
  const setActive = (index: number) => choose({ list: rows.id, index })
  const anchor = useRef(0)
  const wanted = chosen.list === rows.id ? chosen.index : initialRow
  const active = Math.max(0, Math.min(wanted, rows.count - 1))
  const keyAt = (index: number) => {
    const row = rows.at(index)
    return row && props.keyOf(row)
  }
  const toggle = (index: number) => {
    const key = keyAt(index)
    anchor.current = index
    setActive(index)
    if (selection && key !== undefined) selection.onChange(toggled(selection.keys, key))
  }
  const open = (index: number) => {
    const row = rows.at(index)
    if (row) props.onOpen?.(row)
  }
  const extend = (to: number) =>
    selection?.onChange(extended(selection.keys, anchor.current, to, keyAt))
  const move = (to: number, range: boolean) => {
    setActive(to)
    reveal(to)
    if (range) extend(to)
    else anchor.current = to
  }
  return {
    active,
    toggle,
    open,
    click(index: number, event: MouseEvent) {
      if (event.ctrlKey || event.metaKey) toggle(index)
      else move(index, event.shiftKey)
    },
    /** @returns whether the key meant something */
    press(event: KeyboardEvent, page: number): boolean {
      const selectable = selection !== undefined
      const key = tableKey(event, { active, count: rows.count, page, selectable })
      if (!key) return false
      if (key.does === 'move') move(key.to, key.extend)
      else if (key.does === 'open') open(active)
      else if (!selection) return false
      else if (key.does === 'toggle') toggle(active)
      else if (key.does === 'all') extendAll(selection, rows.count, keyAt)
      else if (selection.keys.size === 0) return false
      else selection.onChange(new Set())
      return true
    },
  }
}

function extendAll(
  selection: Selection,
  count: number,
  keyAt: (index: number) => string | undefined,
): void {
  selection.onChange(extended(selection.keys, 0, count - 1, keyAt))
}
