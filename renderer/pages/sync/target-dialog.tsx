import { useState } from 'react'
import type { SyncTarget } from '../../../server/control/sync-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useNotices } from '../../components/notices.tsx'
import { useAction } from '../../control.tsx'
import { sync } from '../../strings/sync.ts'
import { draftOf, faultsOf, inputOf, newDraft } from './target-draft.ts'
import { TargetFields } from './target-fields.tsx'

const words = sync.dialog

export interface TargetDialogProps {
  /** The one that is edited; absent to add one. */
  readonly before?: SyncTarget | undefined
  /** Names of registries that are saved. */
  readonly remotes: readonly string[]
  readonly onClose: () => void
}

/** Adds a target, or gives one another rule. */
export function TargetDialog({ before, remotes, onClose }: TargetDialogProps) {
  const notices = useNotices()
  const [draft, setDraft] = useState(before ? draftOf(before) : newDraft(remotes[0] ?? ''))
  const { mutate, isPending, error } = useAction('sync.saveTarget')
  const save = () =>
    mutate(
      { ...inputOf(draft), ...(before && { id: before.id }) },
      {
        onSuccess: ({ remote }) => {
          notices.done(words.saved(remote))
          onClose()
        },
      },
    )
  return (
    <ConfirmDialog
      open
      title={before ? words.editTitle(before.remote) : words.addTitle}
      verb={words.save}
      busy={isPending}
      waiting={draft.remote === '' || faultsOf(draft).length > 0}
      error={error}
      onConfirm={save}
      onClose={onClose}
    >
      <TargetFields
        draft={draft}
        onChange={(changes) => setDraft((old) => ({ ...old, ...changes }))}
        remotes={before && !remotes.includes(before.remote) ? [before.remote, ...remotes] : remotes}
      />
    </ConfirmDialog>
  )
}
