import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useRef } from 'react'
import { ROW_HEIGHT } from '../measures.ts'
import { fitting, followsNumbers, template, type Column } from './table/column.ts'
import { useWidth } from './table/use-width.ts'

const useStyles = makeStyles({
  root: { minWidth: 0 },
  row: {
    display: 'grid',
    alignItems: 'center',
    minHeight: `${ROW_HEIGHT}px`,
    borderBottom: `${tokens.strokeWidthThin} solid ${tokens.colorNeutralStroke3}`,
  },
  head: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    borderBottomColor: tokens.colorNeutralStroke2,
  },
  cell: {
    minWidth: 0,
    padding: `0 ${tokens.spacingHorizontalS}`,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    // Level with the headings and with the text around the table.
    ':first-child': { paddingLeft: 0 },
    ':last-child': { paddingRight: 0 },
  },
  end: { textAlign: 'end', fontVariantNumeric: 'tabular-nums' },
  afterNumbers: { paddingLeft: tokens.spacingHorizontalXXL },
})

export interface SmallTableProps<T> {
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly keyOf: (row: T, index: number) => string
}

/** A table to be read, short enough to be there as a whole; narrow ones go without some columns. */
export function SmallTable<T>({ label, columns, rows, keyOf }: SmallTableProps<T>) {
  const styles = useStyles()
  const root = useRef<HTMLDivElement>(null)
  const shown = fitting(columns, useWidth(root))
  const gridTemplateColumns = template(shown, false)
  const classOf = (at: number) =>
    mergeClasses(
      styles.cell,
      shown[at]?.align === 'end' && styles.end,
      followsNumbers(shown, at) && styles.afterNumbers,
    )
  return (
    <div ref={root} role="table" aria-label={label} className={styles.root}>
      <div
        role="row"
        className={mergeClasses(styles.row, styles.head)}
        style={{ gridTemplateColumns }}
      >
        {shown.map(({ id, title }, at) => (
          <div key={id} role="columnheader" className={classOf(at)}>
            {title}
          </div>
        ))}
      </div>
      {rows.map((row, index) => (
        <div
          key={keyOf(row, index)}
          role="row"
          className={styles.row}
          style={{ gridTemplateColumns }}
        >
          {shown.map(({ id, cell }, at) => (
            <div key={id} role="cell" className={classOf(at)}>
              {cell(row)}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
