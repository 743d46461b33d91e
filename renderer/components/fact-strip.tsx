import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    flexShrink: 0,
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalXXL}`,
    margin: 0,
  },
  fact: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  name: {
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  value: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalNone} ${tokens.spacingHorizontalXS}`,
    minWidth: 0,
    // As high as a small button, so that lines with and without one stand level.
    minHeight: tokens.lineHeightBase500,
    margin: 0,
    overflowWrap: 'anywhere',
  },
})

/** What is known of one thing, side by side: short values under their names. */
export function FactStrip({ label, children }: { readonly label?: string; children: ReactNode }) {
  const styles = useStyles()
  return (
    <dl className={styles.root} {...(label !== undefined && { 'aria-label': label })}>
      {children}
    </dl>
  )
}

export interface FactProps {
  readonly name: string
  readonly children: ReactNode
}

/** One of them. */
export function Fact({ name, children }: FactProps) {
  const styles = useStyles()
  return (
    <div className={styles.fact}>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  )
}
