import { Dropdown, Field, makeStyles, Option, Text, tokens } from '@fluentui/react-components'
import { useDeferredValue, useId, useState } from 'react'
import { Muted } from '../../components/muted.tsx'
import { SuggestField } from '../../components/suggest-field.tsx'
import { useRepositoryNames } from '../../components/use-repository-names.ts'
import { useMethod } from '../../control.tsx'
import { people } from '../../strings/people.ts'

const words = people.tryOut

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalS,
    paddingTop: tokens.spacingVerticalM,
  },
  title: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(14rem, 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  box: { minWidth: 0 },
  answer: { overflowWrap: 'anywhere' },
})

/** Stands for who has not logged in: no user can be called so. */
const NOBODY = ''
/** Repositories that are offered at once. */
const MOST = 8

/** Shows what the rules let somebody do, and which of them says so. */
export function TryAccess() {
  const styles = useStyles()
  const id = useId()
  const [user, setUser] = useState(NOBODY)
  const [repository, setRepository] = useState('')
  const names = useRepositoryNames(repository, MOST).filter((name) => name !== repository)
  return (
    <section className={styles.root} aria-labelledby={id}>
      <h3 id={id} className={styles.title}>
        {words.title}
      </h3>
      <div className={styles.fields}>
        <UserChoice value={user} onChange={setUser} />
        <SuggestField
          label={words.repository}
          value={repository}
          suggestions={names}
          onChange={setRepository}
          onPick={setRepository}
        />
      </div>
      <div role="status" className={styles.answer}>
        <Answer user={user} repository={useDeferredValue(repository.trim())} />
      </div>
    </section>
  )
}

function UserChoice(props: { readonly value: string; readonly onChange: (value: string) => void }) {
  const styles = useStyles()
  const { value, onChange } = props
  const users = useMethod('users.list', undefined).data?.users ?? []
  return (
    <Field label={words.user} className={styles.box}>
      <Dropdown
        className={styles.box}
        inlinePopup
        value={value === NOBODY ? words.anonymous : value}
        selectedOptions={[value]}
        onOptionSelect={(_, { optionValue = NOBODY }) => onChange(optionValue)}
      >
        <Option value={NOBODY}>{words.anonymous}</Option>
        {users.map(({ name }) => (
          <Option key={name} value={name}>
            {name}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}

function Answer({ user, repository }: { readonly user: string; readonly repository: string }) {
  const asked = { repository, ...(user !== NOBODY && { user }) }
  const answer = useMethod('access.try', asked, { enabled: repository !== '', keep: true })
  const hasRules = useMethod('access.get', undefined).data?.rules !== undefined
  if (repository === '') return <Muted>{words.none}</Muted>
  if (answer.error) return <Text>{answer.error.message}</Text>
  if (!answer.data) return null
  const { actions, rule } = answer.data
  const name = user === NOBODY ? words.anonymousWord : user
  const why = hasRules ? (rule === undefined ? words.byNoRule : words.byRule(rule + 1)) : words.open
  return (
    <>
      <Text weight="semibold">{words.answer(name, repository, actions)}</Text>{' '}
      <Muted>{actions.length === 0 && !hasRules ? '' : why}</Muted>
    </>
  )
}
