import { mergeClasses, SkeletonItem } from '@fluentui/react-components'
import type { MouseEvent } from 'react'
import { strings } from '../../strings.ts'
import { followsNumbers, type Column } from './column.ts'
import { useTableStyles } from './styles.ts'

export interface TableRowProps<T> {
  readonly id: string
  /** Of all rows, from 0. */
  readonly index: number
  /** `undefined` while it is on its way. */
  readonly row: T | undefined
  readonly columns: readonly Column<T>[]
  readonly template: string
  /** Pixels from the top of the list. */
  readonly top: number
  readonly active: boolean
  /** `undefined` where nothing can be selected. */
  readonly selected: boolean | undefined
  readonly onClickCapture: () => void
  readonly onClick: (event: MouseEvent) => void
  readonly onDoubleClick: () => void
  readonly onToggle: () => void
}

export function TableRow<T>(props: TableRowProps<T>) {
  const { row, columns, selected } = props
  const styles = useTableStyles()
  return (
    <div
      role="row"
      id={props.id}
      // The headings are the first row.
      aria-rowindex={props.index + 2}
      {...(selected !== undefined && { 'aria-selected': selected })}
      className={mergeClasses(
        styles.row,
        selected && styles.selected,
        props.active && styles.active,
      )}
      style={{
        gridTemplateColumns: props.template,
        transform: `translateY(${props.top}px)`,
      }}
      onClickCapture={props.onClickCapture}
      onClick={props.onClick}
      onDoubleClick={props.onDoubleClick}
    >
      {selected !== undefined && <CheckCell checked={selected} onToggle={props.onToggle} />}
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          className={mergeClasses(
            styles.cell,
            column.align === 'end' && styles.end,
            followsNumbers(columns, at) && styles.afterNumbers,
          )}
        >
          {row === undefined ? <SkeletonItem size={12} /> : column.cell(row)}
        </div>
      ))}
    </div>
  )
}

function CheckCell(props: { readonly checked: boolean; readonly onToggle: () => void }) {
  const styles = useTableStyles()
  return (
    <div role="gridcell" className={styles.check}>
      <input
        type="checkbox"
        // Space on the row does the same; a stop for every row would make Tab useless.
        tabIndex={-1}
        aria-label={strings.parts.selectRow}
        checked={props.checked}
        onChange={props.onToggle}
        onClick={(event) => event.stopPropagation()}
      />
    </div>
  )
}
