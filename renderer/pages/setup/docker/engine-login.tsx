import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState, type FormEvent } from 'react'
import type { Engine } from '../../../../server/control/engines-contract.ts'
import { Failure } from '../../../components/failure.tsx'
import { useAction, useMethod } from '../../../control.tsx'
import { engines as words } from '../../../strings/engines.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS },
  fields: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
  },
})

/** Logs the engine's client in; the password is gone from here once it was sent. */
export function EngineLogin({ engine }: { readonly engine: Engine }) {
  const styles = useStyles()
  const host = useMethod('registry.status', undefined).data?.pushHost ?? ''
  const login = useAction('engines.login')
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const isReady = user !== '' && password !== '' && !login.isPending

  function submit(event: FormEvent): void {
    event.preventDefault()
    if (!isReady) return
    setPassword('')
    login.mutate({ engine: engine.id, user, password })
  }

  return (
    <form className={styles.root} onSubmit={submit} aria-label={words.login.title}>
      <Text>{words.login.text(host)}</Text>
      <div className={styles.fields}>
        <Field label={words.login.user}>
          <Input value={user} autoComplete="off" onChange={(_, { value }) => setUser(value)} />
        </Field>
        <Field label={words.login.password}>
          <Input
            type="password"
            value={password}
            autoComplete="off"
            onChange={(_, { value }) => setPassword(value)}
          />
        </Field>
        <Button type="submit" disabledFocusable={!isReady}>
          {words.login.submit}
        </Button>
      </div>
      {login.error && <Failure title={words.login.failed} error={login.error} />}
    </form>
  )
}
