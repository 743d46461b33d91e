import { Spinner } from '@fluentui/react-components'
import type { SavedRemote } from '../../../server/control/remotes-contract.ts'
import type { Column } from '../../components/table/column.ts'
import { When } from '../../components/when.tsx'
import { remotes as words } from '../../strings/remotes.ts'
import { remoteState } from './remote-state.ts'
import { RemoteMenu, type RemoteMenuProps } from './remote-menu.tsx'
import { StateText } from './state-text.tsx'

export interface RemoteColumnsParts extends Omit<RemoteMenuProps, 'remote'> {
  readonly now: number
  /** The one that is being tested. */
  readonly testing: string | undefined
}

export function remoteColumns({
  now,
  testing,
  ...does
}: RemoteColumnsParts): Column<SavedRemote>[] {
  return [
    { id: 'name', title: words.columns.name, width: 'minmax(6rem, 1fr)', cell: ({ name }) => name },
    {
      id: 'url',
      title: words.columns.url,
      width: 'minmax(8rem, 2fr)',
      cell: ({ url }) => <span title={url}>{url}</span>,
    },
    {
      id: 'user',
      title: words.columns.user,
      width: 'minmax(5rem, 1fr)',
      from: 620,
      cell: userOf,
    },
    {
      id: 'state',
      title: words.columns.state,
      width: '9.5rem',
      cell: (remote) =>
        testing === remote.name ? (
          <Spinner size="tiny" labelPosition="after" label={words.testing} />
        ) : (
          <StateText state={remoteState(remote, now)} />
        ),
    },
    {
      id: 'used',
      title: words.columns.used,
      width: '7rem',
      from: 720,
      cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? words.never : <When at={lastUsedAt} />),
    },
    {
      id: 'actions',
      title: words.columns.actions,
      width: '4.5rem',
      align: 'end',
      cell: (remote) => <RemoteMenu remote={remote} {...does} />,
    },
  ]
}

function userOf({ kind, user }: SavedRemote): string {
  if (kind === 'none') return words.everybody
  return kind === 'token' ? words.byToken : (user ?? '')
}
