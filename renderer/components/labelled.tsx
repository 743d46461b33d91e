import { Label, makeStyles, tokens } from '@fluentui/react-components'
import { useId, type ReactNode } from 'react'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    minWidth: 0,
    maxWidth: '100%',
  },
  label: { flexShrink: 0 },
})

export interface LabelledProps {
  readonly label: string
  /** The field, which takes the id that the label points to. */
  readonly children: (id: string) => ReactNode
}

/** A field with its label before it, in a line of tools. */
export function Labelled({ label, children }: LabelledProps) {
  const styles = useStyles()
  const id = useId()
  return (
    <div className={styles.root}>
      <Label htmlFor={id} className={styles.label}>
        {label}
      </Label>
      {children(id)}
    </div>
  )
}
