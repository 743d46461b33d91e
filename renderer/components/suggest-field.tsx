import { Combobox, Field, makeStyles, Option } from '@fluentui/react-components'

const useStyles = makeStyles({
  // As wide as its place; Fluent's own least width is more than a narrow window has.
  root: { minWidth: 0 },
  box: { minWidth: 0, width: '100%' },
  input: { minWidth: 0, width: '100%' },
})

export interface SuggestFieldProps {
  readonly label: string
  readonly value: string
  /** Anything may be typed; these fit what was typed so far. */
  readonly suggestions: readonly string[]
  readonly onChange: (value: string) => void
  /** A suggestion was chosen, or what was typed is meant: by Enter, or since somebody went on. */
  readonly onPick: (value: string) => void
}

/** A name that is typed or chosen from those that there are. */
export function SuggestField({ label, value, suggestions, onChange, onPick }: SuggestFieldProps) {
  const styles = useStyles()
  return (
    <Field label={label} className={styles.root}>
      <Combobox
        freeform
        inlinePopup
        className={styles.box}
        input={{ autoComplete: 'off', className: styles.input }}
        value={value}
        selectedOptions={[]}
        onChange={({ target }) => onChange(target.value)}
        onOptionSelect={(_, { optionText }) => optionText !== undefined && onPick(optionText)}
        onBlur={() => onPick(value)}
      >
        {suggestions.map((suggestion) => (
          <Option key={suggestion}>{suggestion}</Option>
        ))}
      </Combobox>
    </Field>
  )
}
