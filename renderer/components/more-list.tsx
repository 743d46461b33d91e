import { Link, makeStyles, tokens } from '@fluentui/react-components'
import { Fragment, useState, type ReactNode } from 'react'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalM,
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
})

export interface MoreListProps<T> {
  readonly items: readonly T[]
  readonly keyOf: (item: T) => string
  /** How many are shown at first. */
  readonly most: number
  /** “28 more” */
  readonly more: (hidden: number) => string
  readonly fewer: string
  readonly children: (item: T) => ReactNode
}

/** Things in a line, the rest of them behind a button when there are many. */
export function MoreList<T>({ items, keyOf, most, more, fewer, children }: MoreListProps<T>) {
  const styles = useStyles()
  const [open, setOpen] = useState(false)
  const hidden = items.length - most
  const shown = open || hidden <= 0 ? items : items.slice(0, most)
  return (
    <span className={styles.root}>
      {shown.map((item) => (
        <Fragment key={keyOf(item)}>{children(item)}</Fragment>
      ))}
      {hidden > 0 && (
        <Link as="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? fewer : more(hidden)}
        </Link>
      )}
    </span>
  )
}
