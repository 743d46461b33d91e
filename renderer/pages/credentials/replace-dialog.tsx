import { Text } from '@fluentui/react-components'
import { useState } from 'react'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useNotices } from '../../components/notices.tsx'
import { useMethod } from '../../control.tsx'
import { PasteField } from '../../storage/paste-field.tsx'
import { useSecretCall } from '../../storage/use-secret-call.ts'
import { storage } from '../../strings/storage.ts'
import type { CredentialDialogProps } from './forget-dialog.tsx'

const words = storage.section

/** Takes another key or SAS for the same container. */
export function ReplaceDialog({ credential, onClose }: CredentialDialogProps) {
  const { account, container } = credential
  const [secret, setSecret] = useState('')
  const { run, clear, busy, error } = useSecretCall('storage.replaceCredential')
  const keeps = useMethod('storage.get', undefined).data?.keeps ?? 'keychain'
  const notices = useNotices()
  function change(value: string): void {
    clear()
    setSecret(value)
  }
  async function replace(): Promise<void> {
    const answer = await run({ account, container, secret })
    if (!answer) return
    notices.done(words.replaced)
    onClose()
  }
  return (
    <ConfirmDialog
      open
      title={words.replaceTitle(container)}
      verb={words.replace}
      busy={busy}
      waiting={secret.trim() === ''}
      onConfirm={() => void replace()}
      onClose={onClose}
    >
      <Text>{words.replaceText}</Text>
      <PasteField
        value={secret}
        hint={storage.azure.keptHint[keeps]}
        onChange={change}
        error={error?.message}
      />
    </ConfirmDialog>
  )
}
