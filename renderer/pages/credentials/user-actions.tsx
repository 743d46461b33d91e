import { MenuItem } from '@fluentui/react-components'
import { useState } from 'react'
import type { RegistryUser } from '../../../server/control/people-contract.ts'
import { ConfirmAction } from '../../components/confirm-action.tsx'
import { useNotices } from '../../components/notices.tsx'
import { RowMenu } from '../../components/row-menu.tsx'
import { useAction } from '../../control.tsx'
import { people } from '../../strings/people.ts'
import { UserDialog } from './user-dialog.tsx'

const words = people.users

type Open = 'password' | 'delete' | undefined

/** What can be done about one user. */
export function UserActions({ user }: { readonly user: RegistryUser }) {
  const { name, state } = user
  const [open, setOpen] = useState<Open>()
  const toggle = useToggle(user)
  const close = () => setOpen(undefined)
  return (
    <>
      <RowMenu label={words.actions(name)}>
        <MenuItem onClick={() => setOpen('password')}>{words.password}</MenuItem>
        <MenuItem onClick={toggle}>{state === 'disabled' ? words.enable : words.disable}</MenuItem>
        <MenuItem onClick={() => setOpen('delete')}>{words.delete}</MenuItem>
      </RowMenu>
      {open === 'password' && <UserDialog name={name} onClose={close} />}
      {open === 'delete' && <DeleteUserDialog name={name} onClose={close} />}
    </>
  )
}

function useToggle({ name, state }: RegistryUser): () => void {
  const { mutate } = useAction('users.setDisabled')
  const notices = useNotices()
  const disabled = state !== 'disabled'
  return () =>
    mutate(
      { name, disabled },
      {
        onSuccess: () => notices.done(disabled ? words.disabled(name) : words.enabled(name)),
        onError: (error) => notices.failed(words.changeFailed, error),
      },
    )
}

function DeleteUserDialog(props: { readonly name: string; readonly onClose: () => void }) {
  const { name, onClose } = props
  return (
    <ConfirmAction
      method="users.delete"
      input={{ name }}
      title={people.deleteUser.title(name)}
      verb={people.deleteUser.verb(name)}
      text={people.deleteUser.text(name)}
      done={words.deleted(name)}
      onClose={onClose}
    />
  )
}
