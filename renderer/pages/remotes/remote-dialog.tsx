import { Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import type { SavedRemote } from '../../../server/control/remotes-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useNotices } from '../../components/notices.tsx'
import { remotes as words } from '../../strings/remotes.ts'
import { draftOf, isComplete, NEW_REMOTE } from './remote-draft.ts'
import { RemoteForm } from './remote-form.tsx'
import { useRemoteForm, type RemoteForm as RemoteFormState } from './use-remote-form.ts'

export interface RemoteDialogProps {
  /** The one that is replaced; absent to add one. */
  readonly before?: SavedRemote | undefined
  readonly onClose: () => void
}

/** Adds a registry, or gives one another address or login. */
export function RemoteDialog({ before, onClose }: RemoteDialogProps) {
  const notices = useNotices()
  const [draft, setDraft] = useState(before ? draftOf(before) : NEW_REMOTE)
  const [name, setName] = useState(before?.name ?? '')
  const onChange = (changes: object) => setDraft((old) => ({ ...old, ...changes }))
  const form = useRemoteForm({ draft, onChange, before })
  const isKept = before !== undefined && before.kind === draft.kind && draft.kind !== 'none'
  const save = async () => {
    const how = {
      ...(name.trim() !== '' && { name: name.trim() }),
      ...(before && { replace: true }),
    }
    const saved = await form.save(how)
    if (!saved) return
    notices.done(words.saved(saved.name))
    onClose()
  }
  return (
    <ConfirmDialog
      open
      title={before ? words.replaceTitle(before.name) : words.addTitle}
      verb={words.save}
      busy={form.saving}
      waiting={!isComplete(draft, isKept)}
      onConfirm={() => void save()}
      onClose={onClose}
    >
      <RemoteForm form={form} isKept={isKept}>
        {!before && <NameField name={name} onChange={setName} fault={form.fault} />}
      </RemoteForm>
    </ConfirmDialog>
  )
}

interface NameFieldProps {
  readonly name: string
  readonly onChange: (name: string) => void
  readonly fault: RemoteFormState['fault']
}

function NameField({ name, onChange, fault }: NameFieldProps) {
  return (
    <Field
      label={words.fields.name}
      hint={words.fields.nameHint}
      {...(fault?.field === 'name' && {
        validationState: 'error',
        validationMessage: fault.message,
      })}
    >
      <Input value={name} autoComplete="off" onChange={(_, { value }) => onChange(value)} />
    </Field>
  )
}
