import { Button, mergeClasses } from '@fluentui/react-components'
import { ArrowDownRegular, ArrowUpRegular } from '@fluentui/react-icons'
import { strings } from '../../strings.ts'
import { followsNumbers, type Column, type Sorting } from './column.ts'
import { useTableStyles } from './styles.ts'

export interface TableHeadProps<T, S extends string> {
  readonly columns: readonly Column<T, S>[]
  readonly template: string
  readonly selectable: boolean
  readonly sorting: Sorting<S> | undefined
  readonly onSort: ((by: S) => void) | undefined
}

/** The headings; those that sort are buttons. */
export function TableHead<T, S extends string>(props: TableHeadProps<T, S>) {
  const { columns, template, selectable, sorting, onSort } = props
  const styles = useTableStyles()
  return (
    <div role="rowgroup" className={styles.head} style={{ gridTemplateColumns: template }}>
      <div role="row" aria-rowindex={1} style={{ display: 'contents' }}>
        {selectable && <SelectionHeading />}
        {columns.map((column, at) => (
          <Heading
            key={column.id}
            column={column}
            afterNumbers={followsNumbers(columns, at)}
            sorting={sorting}
            onSort={onSort}
          />
        ))}
      </div>
    </div>
  )
}

/** Above the boxes there is nothing to see, but something to hear. */
function SelectionHeading() {
  const styles = useTableStyles()
  return (
    <span role="columnheader">
      <span className={styles.heard}>{strings.parts.selectRow}</span>
    </span>
  )
}

interface HeadingProps<T, S extends string> {
  readonly column: Column<T, S>
  readonly afterNumbers: boolean
  readonly sorting: Sorting<S> | undefined
  readonly onSort: ((by: S) => void) | undefined
}

function Heading<T, S extends string>(props: HeadingProps<T, S>) {
  const styles = useTableStyles()
  const { sorting, onSort } = props
  const { sort, title, align } = props.column
  const sorted = sort !== undefined && sorting?.by === sort ? direction(sorting) : undefined
  const end = align === 'end'
  return (
    <div
      role="columnheader"
      className={mergeClasses(
        styles.cell,
        end && styles.end,
        props.afterNumbers && styles.afterNumbers,
      )}
      {...(sort !== undefined && { 'aria-sort': sorted ?? 'none' })}
    >
      {sort === undefined || !onSort ? (
        title
      ) : (
        <Button
          appearance="transparent"
          size="small"
          className={mergeClasses(styles.sorter, end && styles.sorterEnd, sorted && styles.sorted)}
          {...(sorted && { icon: <Arrow direction={sorted} /> })}
          iconPosition={end ? 'before' : 'after'}
          onClick={() => onSort(sort)}
        >
          {title}
        </Button>
      )}
    </div>
  )
}

function Arrow({ direction }: { readonly direction: 'ascending' | 'descending' }) {
  return direction === 'descending' ? <ArrowDownRegular /> : <ArrowUpRegular />
}

const direction = ({ descending }: Sorting<string>) => (descending ? 'descending' : 'ascending')
