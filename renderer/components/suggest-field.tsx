import { Field, makeStyles } from '@fluentui/react-components'
import { SuggestBox, type SuggestBoxProps } from './suggest-box.tsx'

const useStyles = makeStyles({
  // As wide as its place; Fluent's own least width is more than a narrow window has.
  root: { minWidth: 0 },
  box: { minWidth: 0, width: '100%' },
  input: { minWidth: 0, width: '100%' },
})

export interface SuggestFieldProps extends Pick<
  SuggestBoxProps,
  'value' | 'suggestions' | 'onChange'
> {
  readonly label: string
  readonly onPick: (value: string) => void
}

/** A box of suggestions with its name above it, as wide as there is room. */
export function SuggestField({ label, ...box }: SuggestFieldProps) {
  const styles = useStyles()
  return (
    <Field label={label} className={styles.root}>
      <SuggestBox {...box} className={styles.box} input={{ className: styles.input }} />
    </Field>
  )
}
