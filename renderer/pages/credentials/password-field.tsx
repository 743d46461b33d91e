import { Button, Field, Input, makeStyles, tokens, Tooltip } from '@fluentui/react-components'
import { EyeOffRegular, EyeRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { CopyButton } from '../../components/copy-button.tsx'
import { people } from '../../strings/people.ts'
import { newPassword } from './new-password.ts'
import { strengthOf, type Strength } from './password-strength.ts'

const words = people.password

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
  input: { flexGrow: 1, minWidth: 0, width: 0 },
})

export interface PasswordFieldProps {
  readonly value: string
  /** Whose password it becomes. */
  readonly user: string
  readonly onChange: (value: string) => void
}

/** A new password: typed, or made here, and then shown this once to be copied. */
export function PasswordField({ value, user, onChange }: PasswordFieldProps) {
  const styles = useStyles()
  const [made, setMade] = useState('')
  const [shown, setShown] = useState(false)
  const isMade = value !== '' && value === made
  const generate = () => {
    const password = newPassword()
    setMade(password)
    setShown(true)
    onChange(password)
  }
  return (
    <Field label={words.label} {...validation(value, user, isMade)}>
      {(field) => (
        <div className={styles.row}>
          <Input
            {...field}
            className={styles.input}
            type={shown ? 'text' : 'password'}
            autoComplete="new-password"
            spellCheck={false}
            value={value}
            onChange={(_, data) => onChange(data.value)}
            contentAfter={<ShowButton shown={shown} onChange={setShown} />}
          />
          {isMade && <CopyButton text={value} thing={words.thing} size="medium" />}
          <Button onClick={generate}>{words.generate}</Button>
        </div>
      )}
    </Field>
  )
}

function ShowButton(props: {
  readonly shown: boolean
  readonly onChange: (shown: boolean) => void
}) {
  const { shown, onChange } = props
  return (
    <Tooltip content={shown ? words.hide : words.show} relationship="label">
      <Button
        appearance="transparent"
        size="small"
        icon={shown ? <EyeOffRegular /> : <EyeRegular />}
        onClick={() => onChange(!shown)}
      />
    </Tooltip>
  )
}

const STATES: Readonly<Record<Strength, 'warning' | 'none' | 'success' | 'error'>> = {
  weak: 'warning',
  fair: 'none',
  strong: 'success',
  long: 'error',
}

/** An empty field is no mistake yet. */
function validation(value: string, user: string, isMade: boolean) {
  if (value === '') return {}
  const strength = strengthOf(value, user)
  const text = words.strengths[strength]
  return {
    validationState: STATES[strength],
    validationMessage: isMade ? `${text} ${words.onceText}` : text,
  } as const
}

/** Whether it can be sent as it is. */
export function isPassword(value: string): boolean {
  return value !== '' && strengthOf(value, '') !== 'long'
}
