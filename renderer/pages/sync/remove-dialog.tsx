import { Text } from '@fluentui/react-components'
import type { SyncTarget } from '../../../server/control/sync-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useNotices } from '../../components/notices.tsx'
import { useAction } from '../../control.tsx'
import { sync } from '../../strings/sync.ts'

const words = sync.remove

export interface RemoveDialogProps {
  readonly target: SyncTarget
  readonly onClose: () => void
}

/** Asks before a rule and its history are forgotten. */
export function RemoveDialog({ target: { id, remote }, onClose }: RemoveDialogProps) {
  const notices = useNotices()
  const { mutate, isPending, error } = useAction('sync.deleteTarget')
  const done = () => {
    notices.done(words.done(remote))
    onClose()
  }
  return (
    <ConfirmDialog
      open
      danger
      title={words.title(remote)}
      verb={words.verb}
      busy={isPending}
      error={error}
      onConfirm={() => mutate({ target: id }, { onSuccess: done })}
      onClose={onClose}
    >
      <Text>{words.text}</Text>
    </ConfirmDialog>
  )
}
