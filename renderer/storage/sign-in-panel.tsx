import {
  Button,
  Field,
  Input,
  Link,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { SignInView } from '../../server/control/storage-contract.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { Failure } from '../components/failure.tsx'
import { useAction, useCapability, useMethod } from '../control.tsx'
import { storage } from '../strings/storage.ts'
import { sentence } from './paste-field.tsx'

const words = storage.signIn

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  code: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
  },
  line: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
})

/** Signs somebody in to Microsoft Entra: in the browser of this computer, or with a code in any other. */
export function SignInPanel() {
  const styles = useStyles()
  const isHere = useCapability('desktop')
  const [tenant, setTenant] = useState('')
  const status = useMethod('storage.signInStatus', undefined, {
    unfinished: ({ state }) => state === 'waiting',
  })
  const begin = useAction('storage.signIn')
  const end = useAction('storage.endSignIn')
  const start = (how: 'browser' | 'device-code'): void =>
    begin.mutate({ how, ...(tenant.trim() !== '' && { tenant: tenant.trim() }) })
  const cancel = (): void => end.mutate(undefined)
  const view = status.data ?? { state: 'none' }
  return (
    <div className={styles.root}>
      <Field label={words.tenant} hint={words.tenantHint}>
        <Input value={tenant} spellCheck={false} onChange={(_, { value }) => setTenant(value)} />
      </Field>
      <div className={styles.buttons}>
        {isHere && <Button onClick={() => start('browser')}>{words.browser}</Button>}
        <Button onClick={() => start('device-code')}>{words.code}</Button>
      </div>
      <div aria-live="polite">
        {begin.error ? <Failure error={begin.error} /> : <Told view={view} onCancel={cancel} />}
      </div>
    </div>
  )
}

function Told({ view, onCancel }: { readonly view: SignInView; readonly onCancel: () => void }) {
  switch (view.state) {
    case 'none':
      return null
    case 'waiting':
      return <Waiting view={view} onCancel={onCancel} />
    case 'done':
      return (
        <MessageBar intent="success">
          <MessageBarBody>{words.done(view.user)}</MessageBarBody>
        </MessageBar>
      )
    case 'failed':
      return (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{words.failed}</MessageBarTitle> {sentence(view.message)}
          </MessageBarBody>
        </MessageBar>
      )
  }
}

function Waiting({
  view: { url, code },
  onCancel,
}: {
  readonly view: Extract<SignInView, { state: 'waiting' }>
  readonly onCancel: () => void
}) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      {code !== undefined && url !== undefined && (
        <>
          <Text>
            {words.open}{' '}
            <Link href={url} target="_blank" rel="noreferrer">
              {url}
            </Link>
          </Text>
          <span className={styles.line}>
            <span className={styles.code}>{code}</span>
            <CopyButton text={code} thing={words.theCode} />
          </span>
        </>
      )}
      <span className={styles.line}>
        <Spinner size="tiny" labelPosition="after" label={words.waiting} />
        <Button size="small" onClick={onCancel}>
          {words.cancel}
        </Button>
      </span>
    </div>
  )
}
