import { useState } from 'react'
import type { StoredCredential } from '../../../server/control/storage-contract.ts'
import { PlainList } from '../../components/plain-list.tsx'
import { storage } from '../../strings/storage.ts'
import { CredentialCard } from './credential-card.tsx'
import { ForgetDialog } from './forget-dialog.tsx'
import { ReplaceDialog } from './replace-dialog.tsx'

const words = storage.section

/** Few, each with its facts and what can be done with it. */
export function StoredCredentials({
  credentials,
}: {
  readonly credentials: readonly StoredCredential[]
}) {
  const [replacing, setReplacing] = useState<StoredCredential>()
  const [forgetting, setForgetting] = useState<StoredCredential>()
  return (
    <>
      <PlainList label={words.table}>
        {credentials.map((credential) => (
          <li key={`${credential.account}/${credential.container}`}>
            <CredentialCard
              credential={credential}
              onReplace={() => setReplacing(credential)}
              onForget={() => setForgetting(credential)}
            />
          </li>
        ))}
      </PlainList>
      {replacing && (
        <ReplaceDialog credential={replacing} onClose={() => setReplacing(undefined)} />
      )}
      {forgetting && (
        <ForgetDialog credential={forgetting} onClose={() => setForgetting(undefined)} />
      )}
    </>
  )
}
