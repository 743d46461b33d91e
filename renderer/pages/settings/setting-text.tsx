import { Button, Input, makeStyles, tokens, type InputProps } from '@fluentui/react-components'
import { useState, type FormEvent } from 'react'
import { strings } from '../../strings.ts'

const words = strings.settings

const useStyles = makeStyles({
  form: { display: 'flex', columnGap: tokens.spacingHorizontalS },
  input: { flexGrow: 1, minWidth: 0 },
})

/** What `Field` gives its control reaches the input by the rest of the props. */
export interface SettingTextProps extends Omit<InputProps, 'value' | 'onChange'> {
  readonly label: string
  readonly value: string
  readonly isPending: boolean
  readonly onSave: (value: string) => void
  /** Told when the text changes again. */
  readonly onEdit: () => void
}

/** A text that counts once it is saved, by the button or Enter. */
export function SettingText({
  label,
  value,
  isPending,
  onSave,
  onEdit,
  ...field
}: SettingTextProps) {
  const styles = useStyles()
  const [text, setText] = useState(value)
  const edit = (next: string): void => {
    setText(next)
    onEdit()
  }
  const isChanged = text.trim() !== value
  const save = (event: FormEvent): void => {
    event.preventDefault()
    if (isChanged) onSave(text.trim())
  }
  return (
    <form className={styles.form} onSubmit={save}>
      <Input
        {...field}
        className={styles.input}
        value={text}
        onChange={(_, data) => edit(data.value)}
        spellCheck={false}
        autoComplete="off"
      />
      {isChanged && (
        <>
          <Button
            type="submit"
            appearance="primary"
            disabled={isPending}
            aria-label={words.saveOf(label)}
          >
            {words.save}
          </Button>
          <Button onClick={() => edit(value)}>{words.undoEdit}</Button>
        </>
      )}
    </form>
  )
}
