import { Text } from '@fluentui/react-components'
import type { StoredCredential } from '../../../server/control/storage-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useNotices } from '../../components/notices.tsx'
import { useSecretCall } from '../../storage/use-secret-call.ts'
import { storage } from '../../strings/storage.ts'

const words = storage.section

export interface CredentialDialogProps {
  readonly credential: StoredCredential
  readonly onClose: () => void
}

/** Asks before a credential is deleted. */
export function ForgetDialog({ credential, onClose }: CredentialDialogProps) {
  const { account, container } = credential
  const { run, busy, error } = useSecretCall('storage.forgetCredential')
  const notices = useNotices()
  async function forget(): Promise<void> {
    const answer = await run({ account, container })
    if (!answer) return
    notices.done(words.forgot)
    onClose()
  }
  return (
    <ConfirmDialog
      open
      danger
      title={words.forgetTitle(container)}
      verb={words.forget}
      busy={busy}
      error={error ?? null}
      onConfirm={() => void forget()}
      onClose={onClose}
    >
      <Text>{words.forgetText}</Text>
    </ConfirmDialog>
  )
}
