import type { SyncTarget } from '../../../server/control/sync-contract.ts'
import { ConfirmAction } from '../../components/confirm-action.tsx'
import { sync } from '../../strings/sync.ts'

const words = sync.remove

export interface RemoveDialogProps {
  readonly target: SyncTarget
  readonly onClose: () => void
}

/** Asks before a rule and its history are forgotten. */
export function RemoveDialog({ target: { id, remote }, onClose }: RemoveDialogProps) {
  return (
    <ConfirmAction
      method="sync.deleteTarget"
      input={{ target: id }}
      title={words.title(remote)}
      verb={words.verb}
      text={words.text}
      done={words.done(remote)}
      onClose={onClose}
    />
  )
}
