import { Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { UserList } from '../../../server/control/people-contract.ts'
import { Failure } from '../../components/failure.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { useAction, useCapability, useMethod } from '../../control.tsx'
import { FORM_WIDTH } from '../../measures.ts'
import { people } from '../../strings/people.ts'
import { NetworkSection } from '../network/network-section.tsx'
import { isPassword, PasswordField } from '../credentials/password-field.tsx'
import { NameField } from '../credentials/user-dialog.tsx'
import { StepFrame } from './step-frame.tsx'
import { useDraft, useSetup } from './setup.tsx'

const words = people.step

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalM,
    maxWidth: FORM_WIDTH,
  },
  names: { margin: 0, paddingLeft: tokens.spacingHorizontalL },
})

/** Who may use the registry: everybody who reaches it, or users with passwords. */
export function PeopleStep() {
  const answer = useMethod('users.list', undefined)
  return (
    <Loaded of={answer} failure={people.users.loadFailed}>
      {(list) => (list.users.length > 0 ? <Have list={list} /> : <Choice />)}
    </Loaded>
  )
}

function Have({ list: { users } }: { readonly list: UserList }) {
  const styles = useStyles()
  const { next } = useSetup()
  const canSet = useCapability('settings')
  return (
    <StepFrame title={words.title} text={words.have} primary={{ label: words.next, onClick: next }}>
      <ul className={styles.names}>
        {users.map(({ name }) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      <Text>{words.more}</Text>
      {canSet && <NetworkSection />}
    </StepFrame>
  )
}

/** Nobody has to log in so far. */
function Choice() {
  const { next } = useSetup()
  const [choice, setChoice] = useDraft('people.choice')
  const [name, setName] = useDraft('people.name')
  const [password, setPassword] = useState('')
  const { mutate, isPending, error } = useAction('users.add')
  const withUsers = choice === 'users'
  const isReady = name.trim() !== '' && isPassword(password)
  const add = {
    label: words.addUser,
    busy: isPending,
    disabled: !isReady,
    onClick: () => mutate({ name: name.trim(), password }),
  }
  return (
    <StepFrame
      title={words.title}
      text={words.text}
      primary={withUsers ? add : { label: words.next, onClick: next }}
    >
      <Field label={words.label}>
        <RadioGroup
          value={withUsers ? 'users' : 'open'}
          onChange={(_, { value }) => setChoice(value)}
        >
          <Radio value="open" label={words.open} />
          <Radio value="users" label={words.withUsers} />
        </RadioGroup>
      </Field>
      {withUsers && (
        <User name={name} onName={setName} password={password} onPassword={setPassword} />
      )}
      {error && <Failure title={words.addUser} error={error} />}
    </StepFrame>
  )
}

function User(props: {
  readonly name: string
  readonly onName: (name: string) => void
  readonly password: string
  readonly onPassword: (password: string) => void
}) {
  const styles = useStyles()
  const { name, onName, password, onPassword } = props
  return (
    <div className={styles.form}>
      <NameField value={name} onChange={onName} />
      <PasswordField value={password} user={name} onChange={onPassword} />
    </div>
  )
}
