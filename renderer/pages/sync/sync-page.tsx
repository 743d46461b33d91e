import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { SyncTarget } from '../../../server/control/sync-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { useCapability, useMethod } from '../../control.tsx'
import { TEXT_WIDTH } from '../../measures.ts'
import { sync as words } from '../../strings/sync.ts'
import { History } from './history.tsx'
import { NoTargets } from './no-targets.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { TargetDialog } from './target-dialog.tsx'
import { Targets } from './targets.tsx'
import { UnderWay } from './under-way.tsx'

const useStyles = makeStyles({
  text: { maxWidth: TEXT_WIDTH, color: tokens.colorNeutralForeground2 },
})

type Open =
  | { readonly what: 'add' }
  | { readonly what: 'edit' | 'remove'; readonly target: SyncTarget }

/** Which registries are to be level with this one, how they are, and what was done about it. */
export default function SyncPage() {
  const styles = useStyles()
  const targets = useMethod('sync.targets', undefined)
  const remotes = useRemoteNames()
  const [open, setOpen] = useState<Open>()
  const hasSome = (targets.data?.length ?? 0) > 0
  const add = () => setOpen({ what: 'add' })
  return (
    <Page
      title={words.title}
      actions={
        hasSome && (
          <Button disabled={remotes.length === 0} onClick={add}>
            {words.add}
          </Button>
        )
      }
    >
      <Loaded of={targets} failure={words.loadFailed}>
        {(all) =>
          all.length === 0 ? (
            <NoTargets hasRemotes={remotes.length > 0} onAdd={add} />
          ) : (
            <>
              <Text className={styles.text}>{words.text}</Text>
              <Targets
                targets={all}
                onEdit={(target) => setOpen({ what: 'edit', target })}
                onRemove={(target) => setOpen({ what: 'remove', target })}
              />
              <UnderWay runs={all.flatMap(({ running }) => running ?? [])} />
              <History />
            </>
          )
        }
      </Loaded>
      {open && <Dialogs open={open} remotes={remotes} onClose={() => setOpen(undefined)} />}
    </Page>
  )
}

interface DialogsProps {
  readonly open: Open
  readonly remotes: readonly string[]
  readonly onClose: () => void
}

function Dialogs({ open, remotes, onClose }: DialogsProps) {
  switch (open.what) {
    case 'add':
      return <TargetDialog remotes={remotes} onClose={onClose} />
    case 'edit':
      return <TargetDialog before={open.target} remotes={remotes} onClose={onClose} />
    case 'remove':
      return <RemoveDialog target={open.target} onClose={onClose} />
  }
}

function useRemoteNames(): readonly string[] {
  const enabled = useCapability('remotes')
  const { data } = useMethod('remotes.list', undefined, { enabled })
  return data?.remotes.map(({ name }) => name) ?? []
}
