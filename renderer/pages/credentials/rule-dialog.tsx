import { Checkbox, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import type { AccessAction, AccessRule } from '../../../server/control/people-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useAction, useMethod } from '../../control.tsx'
import { people } from '../../strings/people.ts'
import { ACTIONS, fieldsOf, NEW_RULE, ruleOf, withRule, type RuleFields } from './rule-fields.ts'

const words = people.ruleDialog

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  group: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalM,
    margin: 0,
    padding: 0,
    border: 'none',
  },
  legend: { padding: 0 },
})

export interface RuleDialogProps {
  /** All there are. */
  readonly rules: readonly AccessRule[]
  /** The place of the one to change; unless given, one is added. */
  readonly at?: number
  readonly onClose: () => void
}

/** Adds a rule behind the others, or changes one in its place. */
export function RuleDialog({ rules, at, onClose }: RuleDialogProps) {
  const styles = useStyles()
  const before = at === undefined ? undefined : rules[at]
  const [fields, setFields] = useState(before ? fieldsOf(before) : NEW_RULE)
  const { mutate, isPending, error } = useAction('access.change')
  const hasLogin = useMethod('users.list', undefined).data?.login !== 'off'
  const rule = ruleOf(fields)
  const save = (event?: FormEvent) => {
    event?.preventDefault()
    if (!rule || isPending) return
    mutate({ rules: withRule(rules, rule, at, hasLogin) }, { onSuccess: onClose })
  }
  return (
    <ConfirmDialog
      open
      title={at === undefined ? words.addTitle : words.changeTitle(at + 1)}
      verb={at === undefined ? words.add : words.change}
      busy={isPending}
      waiting={!rule}
      error={error}
      onConfirm={save}
      onClose={onClose}
    >
      {rules.length === 0 && <Text>{words.firstText}</Text>}
      <form className={styles.form} onSubmit={save}>
        <RuleForm fields={fields} onChange={(next) => setFields({ ...fields, ...next })} />
        <button type="submit" hidden />
      </form>
    </ConfirmDialog>
  )
}

interface RuleFormProps {
  readonly fields: RuleFields
  readonly onChange: (next: Partial<RuleFields>) => void
}

function RuleForm({ fields, onChange }: RuleFormProps) {
  return (
    <>
      <Names
        label={words.users}
        hint={words.usersHint}
        value={fields.users}
        onChange={(users) => onChange({ users })}
      />
      <Group label={words.who}>
        <Checkbox
          label={words.everybody}
          checked={fields.everybody}
          onChange={(_, { checked }) => onChange({ everybody: checked === true })}
        />
        <Checkbox
          label={words.anonymous}
          checked={fields.anonymous}
          onChange={(_, { checked }) => onChange({ anonymous: checked === true })}
        />
      </Group>
      <Names
        label={words.repositories}
        hint={words.repositoriesHint}
        value={fields.repositories}
        onChange={(repositories) => onChange({ repositories })}
      />
      <Group label={words.actions}>
        {ACTIONS.map((action) => (
          <Checkbox
            key={action}
            label={words.names[action]}
            checked={fields.actions.includes(action)}
            onChange={(_, { checked }) =>
              onChange({ actions: toggled(fields.actions, action, checked === true) })
            }
          />
        ))}
      </Group>
    </>
  )
}

function Names(props: {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <Field label={props.label} hint={props.hint}>
      <Input
        value={props.value}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        onChange={(_, { value }) => props.onChange(value)}
      />
    </Field>
  )
}

function Group({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const styles = useStyles()
  const id = useId()
  return (
    <fieldset className={styles.group} aria-labelledby={id}>
      <legend id={id} className={styles.legend}>
        <Text>{label}</Text>
      </legend>
      {children}
    </fieldset>
  )
}

function toggled(
  actions: readonly AccessAction[],
  action: AccessAction,
  on: boolean,
): readonly AccessAction[] {
  const others = actions.filter((one) => one !== action)
  return on ? [...others, action] : others
}
