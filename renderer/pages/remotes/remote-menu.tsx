import { MenuItem } from '@fluentui/react-components'
import type { SavedRemote } from '../../../server/control/remotes-contract.ts'
import { RowMenu } from '../../components/row-menu.tsx'
import { remotes as words } from '../../strings/remotes.ts'

export interface RemoteMenuProps {
  readonly remote: SavedRemote
  readonly onTest: (remote: SavedRemote) => void
  readonly onReplace: (remote: SavedRemote) => void
  readonly onDelete: (remote: SavedRemote) => void
}

/** What can be done with one registry. */
export function RemoteMenu({ remote, onTest, onReplace, onDelete }: RemoteMenuProps) {
  return (
    <RowMenu label={words.actions(remote.name)}>
      <MenuItem onClick={() => onTest(remote)}>{words.test}</MenuItem>
      <MenuItem onClick={() => onReplace(remote)}>{words.replace}</MenuItem>
      <MenuItem onClick={() => onDelete(remote)}>{words.delete}</MenuItem>
    </RowMenu>
  )
}
