import { Button, Field, Input, makeStyles, Text, Title3, tokens } from '@fluentui/react-components'
import { useMutation } from '@tanstack/react-query'
import { useId, type FormEvent } from 'react'
import { Failure } from '../components/failure.tsx'
import { strings } from '../strings.ts'
import { ControlError, type Login } from '../transport.ts'

const useStyles = makeStyles({
  title: { margin: 0 },
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
})

interface Given {
  readonly user: string
  readonly password: string
}

/** The password goes from the field to the host, and lies nowhere in between. */
export function LoginForm({ login }: { readonly login: Login }) {
  const styles = useStyles()
  const title = useId()
  const attempt = useMutation<void, Error, Given>({
    mutationFn: ({ user, password }) => login.open(user, password),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    attempt.mutate({ user: String(data.get('user')), password: String(data.get('password')) })
  }
  return (
    <form className={styles.form} aria-labelledby={title} onSubmit={submit}>
      <Title3 as="h1" id={title} className={styles.title}>
        {strings.login.title}
      </Title3>
      <Text>{strings.login.text}</Text>
      {/* Both are needed, as everybody knows: a mark at each would say nothing. */}
      <Field label={strings.login.user}>
        <Input name="user" required autoComplete="username" autoCapitalize="off" autoFocus />
      </Field>
      <Field label={strings.login.password}>
        <Input name="password" required type="password" autoComplete="current-password" />
      </Field>
      {attempt.error && <Failure title={strings.login.refused} error={said(attempt.error)} />}
      <Button appearance="primary" type="submit" disabledFocusable={attempt.isPending}>
        {strings.login.verb}
      </Button>
    </form>
  )
}

/** A refusal in the window's own words; anything else as the host says it. */
function said(error: Error): { readonly message: string } {
  const refused = error instanceof ControlError && error.code === 'UNAUTHENTICATED'
  return refused ? { message: strings.login.failed } : error
}
