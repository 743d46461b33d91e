import { makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { StoredCredential } from '../../../server/control/storage-contract.ts'
import { storage } from '../../strings/storage.ts'
import { CredentialCard } from './credential-card.tsx'
import { ForgetDialog } from './forget-dialog.tsx'
import { ReplaceDialog } from './replace-dialog.tsx'

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
})

const words = storage.section

/** Few, each with its facts and what can be done with it. */
export function StoredCredentials({
  credentials,
}: {
  readonly credentials: readonly StoredCredential[]
}) {
  const styles = useStyles()
  const [replacing, setReplacing] = useState<StoredCredential>()
  const [forgetting, setForgetting] = useState<StoredCredential>()
  return (
    <>
      <ul aria-label={words.table} className={styles.list}>
        {credentials.map((credential) => (
          <li key={`${credential.account}/${credential.container}`}>
            <CredentialCard
              credential={credential}
              onReplace={() => setReplacing(credential)}
              onForget={() => setForgetting(credential)}
            />
          </li>
        ))}
      </ul>
      {replacing && (
        <ReplaceDialog credential={replacing} onClose={() => setReplacing(undefined)} />
      )}
      {forgetting && (
        <ForgetDialog credential={forgetting} onClose={() => setForgetting(undefined)} />
      )}
    </>
  )
}
