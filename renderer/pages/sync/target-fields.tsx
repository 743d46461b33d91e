import {
  Checkbox,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  Select,
  Switch,
} from '@fluentui/react-components'
import type { SyncDirection } from '../../../server/control/sync-contract.ts'
import { sync } from '../../strings/sync.ts'
import { faultsOf, type TargetDraft } from './target-draft.ts'

const words = sync.dialog

export interface TargetFieldsProps {
  readonly draft: TargetDraft
  readonly onChange: (changes: Partial<TargetDraft>) => void
  /** Names of those that are saved. */
  readonly remotes: readonly string[]
}

/** Which registry, what of it, which way, and when. */
export function TargetFields(props: TargetFieldsProps) {
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
      <Patterns {...props} name="repositories" />
      <Patterns {...props} name="tags" />
      <Patterns {...props} name="platforms" />
      <Checkbox
        label={words.referrers}
        checked={draft.referrers}
        onChange={(_, { checked }) => onChange({ referrers: checked === true })}
      />
      <When {...props} />
      <Limit {...props} />
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

function When({ draft, onChange }: TargetFieldsProps) {
  const isWrong = faultsOf(draft).includes('everyMinutes')
  return (
    <Field label={words.when}>
      <div role="group" aria-label={words.when}>
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
        {draft.every && (
          <Field
            label={words.everyMinutes}
            {...(isWrong && {
              validationState: 'error',
              validationMessage: words.invalid.everyMinutes,
            })}
          >
            <Input
              inputMode="numeric"
              value={draft.everyMinutes}
              onChange={(_, { value }) => onChange({ everyMinutes: value })}
            />
          </Field>
        )}
      </div>
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
    <Field {...(!deletes && { hint: words.deletesHint })}>
      <Switch
        label={direction === 'push' ? words.deletes : words.deletesPull}
        checked={deletes}
        onChange={(_, { checked }) => onChange({ deletes: checked })}
      />
      {deletes && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{words.deletesWarning}</MessageBarBody>
        </MessageBar>
      )}
    </Field>
  )
}
