import { Field, Input } from '@fluentui/react-components'
import { Failure } from '../components/failure.tsx'
import { useMethod } from '../control.tsx'
import { storage as words } from '../strings/storage.ts'
import { FolderReport } from './folder-report.tsx'
import { useSettled } from './use-settled.ts'

export interface FolderChoiceProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** What is found in the folder that was typed; undefined until it was looked at. */
export function useFolderLook(folder: string) {
  const settled = useSettled(folder.trim())
  const { data, error, isPlaceholderData } = useMethod(
    'storage.look',
    { folder: settled },
    { enabled: settled !== '', keep: true },
  )
  const isOld = isPlaceholderData || settled !== folder.trim()
  return { look: settled === '' ? undefined : data, isOld, error }
}

/** The folder, with a look into it as it is typed. */
export function FolderChoice({ value, onChange }: FolderChoiceProps) {
  const { look, error } = useFolderLook(value)
  return (
    <>
      <Field label={words.folder.label} hint={words.folder.hint}>
        <Input value={value} spellCheck={false} onChange={(_, data) => onChange(data.value)} />
      </Field>
      <div aria-live="polite">
        {error ? <Failure error={error} /> : look && <FolderReport look={look} />}
      </div>
    </>
  )
}
