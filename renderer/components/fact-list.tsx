import { makeStyles, tokens } from '@fluentui/react-components'
import { Fragment, type ReactNode } from 'react'
import { NARROW } from '../measures.ts'

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(8rem, max-content) 1fr',
    gap: `${tokens.spacingVerticalSNudge} ${tokens.spacingHorizontalL}`,
    margin: 0,
    [NARROW]: { gridTemplateColumns: '1fr', rowGap: 0 },
  },
  name: { color: tokens.colorNeutralForeground2 },
  value: {
    margin: 0,
    minWidth: 0,
    overflowWrap: 'anywhere',
    [NARROW]: { marginBottom: tokens.spacingVerticalS },
  },
})

export interface Fact {
  readonly name: string
  readonly value: ReactNode
}

/** Names and values, to be read. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  const styles = useStyles()
  return (
    <dl className={styles.list}>
      {facts.map(({ name, value }) => (
        <Fragment key={name}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.value}>{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
