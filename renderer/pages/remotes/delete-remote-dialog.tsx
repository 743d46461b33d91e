import type { SavedRemote } from '../../../server/control/remotes-contract.ts'
import { ConfirmAction } from '../../components/confirm-action.tsx'
import { remotes as words } from '../../strings/remotes.ts'

export interface DeleteRemoteDialogProps {
  readonly remote: SavedRemote
  readonly onClose: () => void
}

/** Asks before a registry is forgotten. */
export function DeleteRemoteDialog({ remote: { name }, onClose }: DeleteRemoteDialogProps) {
  return (
    <ConfirmAction
      method="remotes.delete"
      input={{ name }}
      title={words.deleteTitle(name)}
      verb={words.deleteVerb(name)}
      text={words.deleteText}
      done={words.deleted(name)}
      onClose={onClose}
    />
  )
}
