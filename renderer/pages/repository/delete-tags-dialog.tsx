import { useState } from 'react'
import type { DeletePreview, DeleteResult } from '../../../server/control/repositories-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useNotices } from '../../components/notices.tsx'
import { useAction, useMethod } from '../../control.tsx'
import { repository as words } from '../../strings/repository.ts'
import { DeletePreviewText } from './delete-preview.tsx'
import { FailedTags } from './failed-tags.tsx'
import { useRestore } from './restore.ts'

export interface DeleteTagsDialogProps {
  readonly repository: string
  readonly tags: readonly string[]
  /** Called with the tags that were deleted. */
  readonly onGone: (tags: readonly string[]) => void
  readonly onClose: () => void
}

/** Shows what goes, what comes back and what stays; deletes; says what could not be deleted. */
export function DeleteTagsDialog(props: DeleteTagsDialogProps) {
  const { repository, onClose } = props
  const deletion = useDeletion(props)
  const { tags, preview, failed } = deletion
  const count = tags.length || props.tags.length
  return (
    <ConfirmDialog
      open
      danger
      title={words.delete.title(count, repository)}
      verb={words.delete.verb(count)}
      busy={deletion.busy}
      waiting={preview.data === undefined || tags.length === 0}
      error={deletion.error}
      onConfirm={() => void deletion.run()}
      onClose={onClose}
    >
      {failed.length > 0 && <FailedTags failed={failed} />}
      <Loaded of={preview} failure={words.delete.previewFailed}>
        {(data) => <DeletePreviewText preview={data} />}
      </Loaded>
    </ConfirmDialog>
  )
}

/**
 * The deletion as it goes: what is left to delete, what it would free, what went wrong. Tags that
 * somebody else deletes in the meantime are no longer part of it.
 */
function useDeletion({ repository, tags: asked, onGone, onClose }: DeleteTagsDialogProps) {
  const [left, setLeft] = useState(asked)
  const [failed, setFailed] = useState<DeleteResult['failed']>([])
  const preview = useMethod('tags.previewDelete', { repository, tags: [...left] }, { keep: true })
  const tags = preview.data ? preview.data.tags.map(({ tag }) => tag) : left
  const action = useAction('tags.delete')
  const notices = useNotices()
  const restore = useRestore(repository)
  const finish = (result: DeleteResult, before: DeletePreview | undefined) => {
    onGone(result.deleted)
    setFailed(result.failed)
    if (result.deleted.length > 0) {
      const gone = restorable(result.deleted, before)
      const undo = gone && { label: words.delete.undo, run: () => void restore(gone) }
      notices.done(words.delete.done(result.deleted.length), undo)
    }
    if (result.failed.length === 0) onClose()
    else setLeft(result.failed.map(({ tag }) => tag))
  }
  const run = async () => {
    const before = preview.data
    // A failure of the whole call is shown by the dialog, from `action.error`.
    const result = await action.mutateAsync({ repository, tags }).catch(() => undefined)
    if (result) finish(result, before)
  }
  return { tags, preview, failed, run, busy: action.isPending, error: action.error }
}

/** What brings the deleted tags back; undefined unless every image stays, by other tags. */
function restorable(
  deleted: DeleteResult['deleted'],
  before: DeletePreview | undefined,
): DeletePreview['tags'] | undefined {
  const gone = before?.tags.filter(({ tag }) => deleted.includes(tag)) ?? []
  const all = gone.length === deleted.length
  return all && gone.every(({ alsoTagged }) => alsoTagged.length > 0) ? gone : undefined
}
