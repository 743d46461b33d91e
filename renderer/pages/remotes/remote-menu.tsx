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
import type { SavedRemote } from '../../../server/control/remotes-contract.ts'
import { remotes as words } from '../../strings/remotes.ts'

const useStyles = makeStyles({ popover: { zIndex: tokens.zIndexPopup } })

export interface RemoteMenuProps {
  readonly remote: SavedRemote
  readonly onTest: (remote: SavedRemote) => void
  readonly onReplace: (remote: SavedRemote) => void
  readonly onDelete: (remote: SavedRemote) => void
}

/** What can be done with one registry. */
export function RemoteMenu({ remote, onTest, onReplace, onDelete }: RemoteMenuProps) {
  const styles = useStyles()
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          size="small"
          icon={<MoreHorizontalRegular />}
          aria-label={words.actions(remote.name)}
        />
      </MenuTrigger>
      <MenuPopover className={styles.popover}>
        <MenuList>
          <MenuItem onClick={() => onTest(remote)}>{words.test}</MenuItem>
          <MenuItem onClick={() => onReplace(remote)}>{words.replace}</MenuItem>
          <MenuItem onClick={() => onDelete(remote)}>{words.delete}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
