import {
  Button,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  tokens,
} from '@fluentui/react-components'
import { MoreHorizontalRegular } from '@fluentui/react-icons'
import type { SyncTarget } from '../../../server/control/sync-contract.ts'
import { sync } from '../../strings/sync.ts'

const words = sync.targets

const useStyles = makeStyles({ popover: { zIndex: tokens.zIndexPopup } })

export interface TargetMenuProps {
  readonly target: SyncTarget
  readonly onPlan: (target: SyncTarget) => void
  readonly onEdit: (target: SyncTarget) => void
  readonly onPause: (target: SyncTarget) => void
  readonly onRemove: (target: SyncTarget) => void
}

/** What else can be done with one target. */
export function TargetMenu({ target, onPlan, onEdit, onPause, onRemove }: TargetMenuProps) {
  const styles = useStyles()
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          size="small"
          icon={<MoreHorizontalRegular />}
          aria-label={words.actions(target.remote)}
        />
      </MenuTrigger>
      <MenuPopover className={styles.popover}>
        <MenuList>
          <MenuItem onClick={() => onPlan(target)}>{words.plan}</MenuItem>
          <MenuItem onClick={() => onEdit(target)}>{words.edit}</MenuItem>
          <MenuItem onClick={() => onPause(target)}>
            {target.paused ? words.unpause : words.pause}
          </MenuItem>
          <MenuItem onClick={() => onRemove(target)}>{words.remove}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
