import {
  Checkbox,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  Select,
  Switch,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useId } from 'react'
import type { SyncDirection } from '../../../server/control/sync-run-contract.ts'
import { sync } from '../../strings/sync.ts'
import { faultsOf, type TargetDraft } from './target-draft.ts'

const words = sync.dialog

const useStyles = makeStyles({
  // Side by side where there is room.
  pair: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(14rem, 100%), 1fr))',
    alignItems: 'start',
    gap: tokens.spacingVerticalM,
  },
  group: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start' },
  minutes: { paddingLeft: tokens.spacingHorizontalXXL },
})

export interface TargetFieldsProps {
  readonly draft: TargetDraft
  readonly onChange: (changes: Partial<TargetDraft>) => void
  /** Names of those that are saved. */
  readonly remotes: readonly string[]
}

/** Which registry, what of it, which way, and when. */
export function TargetFields(props: TargetFieldsProps) {
  const styles = useStyles()
  const { draft, onChange, remotes } = props
  return (
    <>
      <Field label={words.remote} hint={words.remoteHint} required>
        <Select value={draft.remote} onChange={(_, { value }) => onChange({ remote: value })}>
          {remotes.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.direction}>
        <RadioGroup
          value={draft.direction}
          onChange={(_, { value }) => onChange({ direction: value as SyncDirection })}
        >
          <Radio value="push" label={words.push} />
          <Radio value="pull" label={words.pull} />
        </RadioGroup>
      </Field>
      <div className={styles.pair}>
        <Patterns {...props} name="repositories" />
        <Patterns {...props} name="tags" />
      </div>
      <div className={styles.pair}>
        <Patterns {...props} name="platforms" />
        <Limit {...props} />
      </div>
      <Checkbox
        label={words.referrers}
        checked={draft.referrers}
        onChange={(_, { checked }) => onChange({ referrers: checked === true })}
      />
      <When {...props} />
      <Deletes {...props} />
    </>
  )
}

interface PatternsProps extends TargetFieldsProps {
  readonly name: 'repositories' | 'tags' | 'platforms'
}

function Patterns({ draft, onChange, name }: PatternsProps) {
  return (
    <Field label={words[name]} hint={words[`${name}Hint`]}>
      <Input
        value={draft[name]}
        autoComplete="off"
        spellCheck={false}
        onChange={(_, { value }) => onChange({ [name]: value })}
      />
    </Field>
  )
}

/** A group without Fluent's field, which would give both boxes one name. */
function When({ draft, onChange }: TargetFieldsProps) {
  const styles = useStyles()
  const id = useId()
  return (
    <div role="group" aria-labelledby={id} className={styles.group}>
      <Text id={id}>{words.when}</Text>
      {draft.direction === 'push' && (
        <Checkbox
          label={words.afterPush}
          checked={draft.afterPush}
          onChange={(_, { checked }) => onChange({ afterPush: checked === true })}
        />
      )}
      <Checkbox
        label={words.every}
        checked={draft.every}
        onChange={(_, { checked }) => onChange({ every: checked === true })}
      />
      {draft.every && <Minutes draft={draft} onChange={onChange} />}
    </div>
  )
}

function Minutes({ draft, onChange }: Pick<TargetFieldsProps, 'draft' | 'onChange'>) {
  const styles = useStyles()
  const isWrong = faultsOf(draft).includes('everyMinutes')
  return (
    <Field
      className={styles.minutes}
      label={words.everyMinutes}
      {...(isWrong && { validationState: 'error', validationMessage: words.invalid.everyMinutes })}
    >
      <Input
        inputMode="numeric"
        value={draft.everyMinutes}
        onChange={(_, { value }) => onChange({ everyMinutes: value })}
      />
    </Field>
  )
}

function Limit({ draft, onChange }: TargetFieldsProps) {
  const isWrong = faultsOf(draft).includes('limit')
  return (
    <Field
      label={words.limit}
      hint={words.limitHint}
      {...(isWrong && { validationState: 'error', validationMessage: words.invalid.limit })}
    >
      <Input
        inputMode="decimal"
        value={draft.limit}
        onChange={(_, { value }) => onChange({ limit: value })}
      />
    </Field>
  )
}

function Deletes({ draft: { direction, deletes }, onChange }: TargetFieldsProps) {
  return (
    <>
      <Field {...(!deletes && { hint: words.deletesHint })}>
        <Switch
          label={direction === 'push' ? words.deletes : words.deletesPull}
          checked={deletes}
          onChange={(_, { checked }) => onChange({ deletes: checked })}
        />
      </Field>
      {deletes && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{words.deletesWarning}</MessageBarBody>
        </MessageBar>
      )}
    </>
  )
}
