import {
  Button,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Text,
  tokens,
} from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { RemotesView, SavedRemote } from '../../../server/control/remotes-contract.ts'
import { Empty } from '../../components/empty.tsx'
import { Failure } from '../../components/failure.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useNow } from '../../components/now.ts'
import { Section } from '../../components/section.tsx'
import { SmallTable } from '../../components/small-table.tsx'
import { useAction, useCapability, useMethod } from '../../control.tsx'
import { remotes as words } from '../../strings/remotes.ts'
import { CheckResult } from '../remotes/check-result.tsx'
import { DeleteRemoteDialog } from '../remotes/delete-remote-dialog.tsx'
import { ImportDialog } from '../remotes/import-dialog.tsx'
import { remoteColumns } from '../remotes/remote-columns.tsx'
import { RemoteDialog } from '../remotes/remote-dialog.tsx'

const useStyles = makeStyles({
  text: { color: tokens.colorNeutralForeground2 },
  buttons: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'flex-end',
    gap: tokens.spacingHorizontalS,
  },
})

type Open =
  | { readonly what: 'add' | 'import' }
  | { readonly what: 'replace' | 'delete'; readonly remote: SavedRemote }

/** Other registries, and what Berth logs in there with: written, never read. */
export function RemotesSection() {
  const styles = useStyles()
  const isHere = useCapability('remotes')
  const answer = useMethod('remotes.list', undefined, { enabled: isHere })
  const [open, setOpen] = useState<Open>()
  if (!isHere) return null
  return (
    <Section
      title={words.title}
      actions={
        <div className={styles.buttons}>
          <Button onClick={() => setOpen({ what: 'import' })}>{words.import.open}</Button>
          <Button icon={<AddRegular />} onClick={() => setOpen({ what: 'add' })}>
            {words.add}
          </Button>
        </div>
      }
    >
      <Text className={styles.text}>{words.text}</Text>
      <Loaded of={answer} failure={words.failed}>
        {(view) => <Remotes view={view} onOpen={setOpen} />}
      </Loaded>
      {open && <Dialogs open={open} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

function Dialogs({ open, onClose }: { readonly open: Open; readonly onClose: () => void }) {
  switch (open.what) {
    case 'add':
      return <RemoteDialog onClose={onClose} />
    case 'import':
      return <ImportDialog onClose={onClose} />
    case 'replace':
      return <RemoteDialog before={open.remote} onClose={onClose} />
    case 'delete':
      return <DeleteRemoteDialog remote={open.remote} onClose={onClose} />
  }
}

interface RemotesProps {
  readonly view: RemotesView
  readonly onOpen: (open: Open) => void
}

function Remotes({ view: { remotes, trouble }, onOpen }: RemotesProps) {
  const now = useNow()
  const { data, error, variables, isPending, mutate } = useAction('remotes.check')
  const name = variables?.name
  const columns = remoteColumns({
    now,
    testing: isPending ? name : undefined,
    onTest: (remote) => mutate({ name: remote.name }),
    onReplace: (remote) => onOpen({ what: 'replace', remote }),
    onDelete: (remote) => onOpen({ what: 'delete', remote }),
  })
  const isThere = remotes.some((remote) => remote.name === name)
  return (
    <>
      {trouble !== undefined && <Trouble text={trouble} />}
      {remotes.length === 0 ? (
        <Empty level="h2" title={words.empty} text={words.emptyText} />
      ) : (
        <SmallTable
          label={words.title}
          columns={columns}
          rows={remotes}
          keyOf={(remote) => remote.name}
        />
      )}
      <div aria-live="polite">
        {isThere && data && name !== undefined && <CheckResult check={data} name={name} />}
        {isThere && error && <Failure title={words.testFailed} error={error} />}
      </div>
    </>
  )
}

function Trouble({ text }: { readonly text: string }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.trouble}</MessageBarTitle> {text}
      </MessageBarBody>
    </MessageBar>
  )
}
