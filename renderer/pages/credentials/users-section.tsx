import { Button, useRestoreFocusTarget } from '@fluentui/react-components'
import { PersonAddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { RegistryUser, UserList } from '../../../server/control/people-contract.ts'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Muted } from '../../components/muted.tsx'
import { Section } from '../../components/section.tsx'
import { SmallTable } from '../../components/small-table.tsx'
import type { Column } from '../../components/table/column.ts'
import { When } from '../../components/when.tsx'
import { useMethod } from '../../control.tsx'
import { people } from '../../strings/people.ts'
import { Pending } from './pending.tsx'
import { UserActions } from './user-actions.tsx'
import { UserDialog } from './user-dialog.tsx'

const words = people.users

/** Who may log in. */
export function UsersSection() {
  const answer = useMethod('users.list', undefined)
  return (
    <Section title={words.title} actions={answer.data && <AddButton />}>
      <Loaded of={answer} failure={words.loadFailed}>
        {(list) => <Users list={list} />}
      </Loaded>
    </Section>
  )
}

function AddButton() {
  const [open, setOpen] = useState(false)
  const target = useRestoreFocusTarget()
  return (
    <>
      <Button {...target} icon={<PersonAddRegular />} onClick={() => setOpen(true)}>
        {words.add}
      </Button>
      {open && <UserDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function Users({ list: { users, login } }: { readonly list: UserList }) {
  if (users.length === 0) {
    return login === 'off' ? (
      <Empty title={words.emptyTitle} level="h2" text={words.emptyText} />
    ) : (
      <Empty title={words.nobodyTitle} level="h2" text={words.nobodyText} />
    )
  }
  return (
    <>
      {login === 'after-restart' && <Pending title={words.pendingTitle} text={words.pendingText} />}
      <SmallTable label={words.table} columns={COLUMNS} rows={users} keyOf={({ name }) => name} />
    </>
  )
}

const COLUMNS: readonly Column<RegistryUser>[] = [
  {
    id: 'name',
    title: words.name,
    width: 'minmax(8rem, 2fr)',
    cell: ({ name }) => <span title={name}>{name}</span>,
  },
  {
    id: 'state',
    title: words.state,
    width: 'minmax(7rem, 2fr)',
    cell: ({ state }) => <span title={words.states[state]}>{words.states[state]}</span>,
  },
  {
    id: 'lastUsed',
    title: words.lastUsed,
    width: 'minmax(7rem, 1fr)',
    from: 480,
    cell: ({ lastUsedAt }) =>
      lastUsedAt === undefined ? <Muted>{words.never}</Muted> : <When at={lastUsedAt} />,
  },
  {
    id: 'actions',
    title: words.actionsTitle,
    width: '5rem',
    align: 'end',
    cell: (user) => <UserActions user={user} />,
  },
]
