import { Field, Input, Text } from '@fluentui/react-components'
import { useId, useState, type FormEvent } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useNotices } from '../../components/notices.tsx'
import { useAction } from '../../control.tsx'
import { people } from '../../strings/people.ts'
import { isPassword, PasswordField } from './password-field.tsx'

const words = people.userDialog

export interface UserDialogProps {
  /** Who gets another password; unless given, a user is added. */
  readonly name?: string | undefined
  readonly onClose: () => void
}

/** Adds a user, or gives one another password. */
export function UserDialog({ name: known, onClose }: UserDialogProps) {
  const form = useId()
  const [name, setName] = useState(known ?? '')
  const [password, setPassword] = useState('')
  const action = useSaving(known, onClose)
  const isReady = name.trim() !== '' && isPassword(password)
  const save = (event?: FormEvent) => {
    event?.preventDefault()
    if (isReady && !action.isPending) action.save(name.trim(), password)
  }
  return (
    <ConfirmDialog
      open
      title={known === undefined ? words.addTitle : words.changeTitle(known)}
      verb={known === undefined ? people.users.add : people.users.password}
      busy={action.isPending}
      waiting={!isReady}
      error={action.error}
      onConfirm={save}
      onClose={onClose}
    >
      <form id={form} onSubmit={save} style={{ display: 'contents' }}>
        {known === undefined ? (
          <NameField value={name} onChange={setName} />
        ) : (
          <Text>{words.changeText}</Text>
        )}
        <PasswordField value={password} user={name} onChange={setPassword} />
        {/* Enter in a field sends a form of several fields only where it has a button. */}
        <button type="submit" hidden />
      </form>
    </ConfirmDialog>
  )
}

export function NameField(props: {
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <Field label={words.name}>
      <Input
        value={props.value}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(_, { value }) => props.onChange(value)}
      />
    </Field>
  )
}

function useSaving(known: string | undefined, onClose: () => void) {
  const { mutate, isPending, error } = useAction(
    known === undefined ? 'users.add' : 'users.setPassword',
  )
  const notices = useNotices()
  const { added, changed } = people.users
  const done = (name: string) => {
    notices.done(known === undefined ? added(name) : changed(name))
    onClose()
  }
  return {
    isPending,
    error,
    save: (name: string, password: string) =>
      mutate({ name, password }, { onSuccess: () => done(name) }),
  }
}
