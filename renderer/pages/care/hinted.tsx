import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useId, type ReactNode } from 'react'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column' },
  // Below the words of the box, not below the box.
  hint: {
    paddingLeft: `calc(${tokens.spacingHorizontalXXXL} + ${tokens.spacingHorizontalXS})`,
    color: tokens.colorNeutralForeground3,
  },
})

export interface HintedProps {
  readonly hint: string
  /** Gets the id of the hint. */
  readonly children: (id: string) => ReactNode
}

/** A box to tick, with what it means below. */
export function Hinted({ hint, children }: HintedProps) {
  const styles = useStyles()
  const id = useId()
  return (
    <div className={styles.root}>
      <div>{children(id)}</div>
      <Text id={id} size={200} className={styles.hint}>
        {hint}
      </Text>
    </div>
  )
}
