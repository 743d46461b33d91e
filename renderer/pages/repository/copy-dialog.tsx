import { Field, Input, Text } from '@fluentui/react-components'
import { useId, useState } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { nameOf } from '../../place.ts'
import { copying as words } from '../../strings/copy.ts'
import { repositoryFaultText, tagFaultText } from '../../strings/names.ts'
import { repositoryFault } from './repository-name.ts'
import { RepositoryField } from './repository-field.tsx'
import { tagFault } from './tag-name.ts'
import { TagTaken } from './tag-taken.tsx'
import { useCopying } from './use-copying.ts'

export interface CopyDialogProps {
  readonly repository: string
  /** A digest, or a tag. */
  readonly reference: string
  /** What the image is called in the title, and its tag where it has one. */
  readonly name: string
  readonly tag: string
  readonly onClose: () => void
}

/** Gives an image a name in another repository. Where another image has it, it can be replaced. */
export function CopyDialog({ repository, reference, name, tag: first, onClose }: CopyDialogProps) {
  const form = useId()
  const [target, setTarget] = useState('')
  const [tag, setTag] = useState(first)
  const faults = { repository: repositoryFault(target), tag: tagFault(tag) }
  const faulty = faults.repository !== undefined || faults.tag !== undefined
  const copying = useCopying({ repository, reference }, onClose)
  const taken = copying.taken(target, tag)
  const run = (replace: boolean) => void copying.run(target, tag, replace)
  return (
    <ConfirmDialog
      open
      title={words.title(name)}
      verb={taken ? words.replace(nameOf(target, tag)) : words.verb}
      busy={copying.busy}
      waiting={faulty}
      error={taken ? null : copying.error}
      onConfirm={() => run(taken)}
      onClose={onClose}
    >
      <Text>{words.text}</Text>
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault()
          // Enter copies; to replace another image takes the button.
          if (!faulty && !taken && !copying.busy) run(false)
        }}
      >
        <Field
          label={words.repository}
          hint={words.repositoryHint}
          {...validation(target, faults.repository && repositoryFaultText(faults.repository))}
        >
          <RepositoryField value={target} onChange={setTarget} />
        </Field>
        <Field label={words.tag} {...validation(tag, faults.tag && tagFaultText(faults.tag))}>
          <Input value={tag} autoComplete="off" onChange={(_, { value }) => setTag(value)} />
        </Field>
        {/* Enter in a form of several fields needs something that sends it. */}
        <button type="submit" hidden />
      </form>
      {taken && <TagTaken repository={target} tag={tag} />}
    </ConfirmDialog>
  )
}

/** An empty field is no mistake yet. */
function validation(value: string, message: string | undefined) {
  if (value === '' || message === undefined) return {}
  return { validationState: 'error', validationMessage: message } as const
}
