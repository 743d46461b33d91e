import { Field, Input } from '@fluentui/react-components'
import { useId, useState } from 'react'
import type { Tag } from '../../../server/control/repositories-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useNotices } from '../../components/notices.tsx'
import { useAction, useMethod } from '../../control.tsx'
import { tagFaultText } from '../../strings/names.ts'
import { repository as words } from '../../strings/repository.ts'
import { tagFault, type TagFault } from './tag-name.ts'
import { TagTaken } from './tag-taken.tsx'
import { useMoveBack } from './move-back.ts'

export interface AddTagDialogProps {
  readonly repository: string
  /** The tag whose image gets another one. */
  readonly from: Tag
  readonly onClose: () => void
}

/** Gives an image one more tag. Where another image has it, the tag can be moved. */
export function AddTagDialog(props: AddTagDialogProps) {
  const { repository, from, onClose } = props
  const form = useId()
  const [tag, setTag] = useState('')
  const fault = tagFault(tag)
  const adding = useAdding(props)
  const taken = adding.taken(tag)
  const change = (next: string) => {
    setTag(next)
    adding.reset()
  }
  return (
    <ConfirmDialog
      open
      title={words.add.title(from.tag)}
      verb={taken ? words.add.move(tag) : words.add.verb}
      busy={adding.busy}
      waiting={fault !== undefined}
      error={taken ? null : adding.error}
      onConfirm={() => void adding.run(tag, taken)}
      onClose={onClose}
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault()
          // Enter adds; to move a tag away from another image takes the button.
          if (!fault && !taken) void adding.run(tag, false)
        }}
      >
        <Field label={words.add.label} hint={words.add.hint} {...validation(tag, fault)}>
          <Input value={tag} autoComplete="off" onChange={(_, { value }) => change(value)} />
        </Field>
      </form>
      {taken && <TagTaken repository={repository} tag={tag} />}
    </ConfirmDialog>
  )
}

/** An empty field is no mistake yet. */
function validation(tag: string, fault: TagFault | undefined) {
  if (tag === '' || !fault) return {}
  return { validationState: 'error', validationMessage: tagFaultText(fault) } as const
}

function useAdding({ repository, from, onClose }: AddTagDialogProps) {
  const action = useAction('tags.add')
  const notices = useNotices()
  const moveBack = useMoveBack(repository)
  const conflict = action.error?.code === 'CONFLICT' ? action.variables?.tag : undefined
  const before = useMethod(
    'images.get',
    { repository, reference: conflict ?? '' },
    { enabled: conflict !== undefined },
  ).data
  const tell = (tag: string, replace: boolean) => {
    if (!replace) return notices.done(words.add.done(tag))
    const undo = before && { label: words.add.undo, run: () => void moveBack(tag, before.digest) }
    notices.done(words.add.moved(tag), undo)
  }
  return {
    busy: action.isPending,
    error: action.error,
    reset: action.reset,
    taken: (tag: string) => conflict === tag,
    async run(tag: string, replace: boolean) {
      const input = { repository, from: from.digest, tag, ...(replace && { replace }) }
      // A failure is shown by the dialog, from `action.error`.
      const added = await action.mutateAsync(input).catch(() => undefined)
      if (!added) return
      tell(tag, replace)
      onClose()
    },
  }
}
