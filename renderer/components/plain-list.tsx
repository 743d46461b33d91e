import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
})

export interface PlainListProps {
  /** What it lists, where no heading says it. */
  readonly label?: string
  /** Items, as `li`. */
  readonly children: ReactNode
}

/** Few items of several lines each, one below the other. */
export function PlainList({ label, children }: PlainListProps) {
  const styles = useStyles()
  return (
    <ul aria-label={label} className={styles.list}>
      {children}
    </ul>
  )
}
