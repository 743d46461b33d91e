import { MenuItem } from '@fluentui/react-components'
import type { SyncTarget } from '../../../server/control/sync-contract.ts'
import { RowMenu } from '../../components/row-menu.tsx'
import { sync } from '../../strings/sync.ts'

const words = sync.targets

export interface TargetMenuProps {
  readonly target: SyncTarget
  readonly onPlan: (target: SyncTarget) => void
  readonly onEdit: (target: SyncTarget) => void
  readonly onPause: (target: SyncTarget) => void
  readonly onRemove: (target: SyncTarget) => void
}

/** What else can be done with one target. */
export function TargetMenu({ target, onPlan, onEdit, onPause, onRemove }: TargetMenuProps) {
  return (
    <RowMenu label={words.actions(target.remote)}>
      <MenuItem onClick={() => onPlan(target)}>{words.plan}</MenuItem>
      <MenuItem onClick={() => onEdit(target)}>{words.edit}</MenuItem>
      <MenuItem onClick={() => onPause(target)}>
        {target.paused ? words.unpause : words.pause}
      </MenuItem>
      <MenuItem onClick={() => onRemove(target)}>{words.remove}</MenuItem>
    </RowMenu>
  )
}
