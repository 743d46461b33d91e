import { Button, makeStyles } from '@fluentui/react-components'
import { useState } from 'react'
import { SmallTable, type SmallTableProps } from './small-table.tsx'

const useStyles = makeStyles({ more: { alignSelf: 'flex-start' } })

export interface LongTableProps<T> extends SmallTableProps<T> {
  /** Rows that are shown at first. */
  readonly most: number
  /** “Show 80 more” */
  readonly more: (hidden: number) => string
}

/** A table to be read whose first rows matter most; the rest comes on demand. */
export function LongTable<T>({ most, more, rows, ...rest }: LongTableProps<T>) {
  const styles = useStyles()
  const [open, setOpen] = useState(false)
  const hidden = rows.length - most
  return (
    <>
      <SmallTable {...rest} rows={open ? rows : rows.slice(0, most)} />
      {hidden > 0 && !open && (
        <Button className={styles.more} onClick={() => setOpen(true)}>
          {more(hidden)}
        </Button>
      )}
    </>
  )
}
