import { Text } from '@fluentui/react-components'
import type { SavedRemote } from '../../../server/control/remotes-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useNotices } from '../../components/notices.tsx'
import { useAction } from '../../control.tsx'
import { remotes as words } from '../../strings/remotes.ts'

export interface DeleteRemoteDialogProps {
  readonly remote: SavedRemote
  readonly onClose: () => void
}

/** Asks before a registry is forgotten. */
export function DeleteRemoteDialog({ remote: { name }, onClose }: DeleteRemoteDialogProps) {
  const notices = useNotices()
  const { mutate, isPending, error } = useAction('remotes.delete')
  const done = () => {
    notices.done(words.deleted(name))
    onClose()
  }
  return (
    <ConfirmDialog
      open
      danger
      title={words.deleteTitle(name)}
      verb={words.deleteVerb(name)}
      busy={isPending}
      error={error}
      onConfirm={() => mutate({ name }, { onSuccess: done })}
      onClose={onClose}
    >
      <Text>{words.deleteText}</Text>
    </ConfirmDialog>
  )
}
