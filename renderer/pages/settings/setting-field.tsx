import {
  Field,
  Link,
  makeStyles,
  Radio,
  RadioGroup,
  Switch,
  tokens,
} from '@fluentui/react-components'
import type { Setting } from '../../../server/control/settings-contract.ts'
import { strings } from '../../strings.ts'
import { INVERTED } from './setting-groups.ts'
import { SettingText } from './setting-text.tsx'
import { useSetting } from './use-setting.ts'

const words = strings.settings

const useStyles = makeStyles({
  hint: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalSNudge },
})

/** One setting: what it is, what it does, when it takes effect, and what was wrong with a try. */
export function SettingField({ setting }: { readonly setting: Setting }) {
  const { problem, isPending, change, reset } = useSetting(setting)
  const { kind, fixedBy, key } = setting
  const isFixed = fixedBy !== undefined
  const label = words.keys[key].label
  return (
    <Field
      {...(kind !== 'switch' && { label })}
      hint={<Hint setting={setting} onReset={() => change()} />}
      {...(problem !== undefined && {
        validationState: 'error',
        validationMessage: `${words.notSaved} ${problem}`,
      })}
    >
      {kind === 'switch' ? (
        <Switch
          label={label}
          checked={(setting.value === 'true') !== INVERTED.has(key)}
          disabled={isFixed || isPending}
          onChange={(_, { checked }) => change(String(checked !== INVERTED.has(key)))}
        />
      ) : kind === 'choice' ? (
        <RadioGroup
          layout="horizontal"
          value={setting.value}
          disabled={isFixed || isPending}
          onChange={(_, { value }) => change(value)}
        >
          {setting.choices?.map((choice) => (
            <Radio key={choice} value={choice} label={choice} />
          ))}
        </RadioGroup>
      ) : (
        <SettingText
          // Starts anew when somebody else, or a reset, has changed it.
          key={setting.value}
          label={label}
          value={setting.value}
          placeholder={setting.defaultValue || words.nothing}
          disabled={isFixed}
          isPending={isPending}
          onSave={(value) => change(value === '' ? undefined : value)}
          onEdit={reset}
        />
      )}
    </Field>
  )
}

function Hint({ setting, onReset }: { readonly setting: Setting; readonly onReset: () => void }) {
  const { key, applies, fixedBy, inUse } = setting
  const styles = useStyles()
  return (
    <span className={styles.hint}>
      <span>{words.keys[key].hint}</span>
      <span>{fixedBy === undefined ? words.applies[applies] : words.fixedBy(fixedBy)}</span>
      {inUse !== undefined && <span>{words.inUse(inUse || words.nothing)}</span>}
      {fixedBy === undefined && <ResetLink setting={setting} onReset={onReset} />}
    </span>
  )
}

/** Only texts need it: a switch or a choice is put back by a click on what it was. */
function ResetLink({
  setting: { key, kind, value, defaultValue },
  onReset,
}: {
  readonly setting: Setting
  readonly onReset: () => void
}) {
  if (kind !== 'text' || value === defaultValue) return null
  const shown = defaultValue || words.nothing
  return (
    <Link as="button" onClick={onReset} aria-label={words.resetOf(words.keys[key].label, shown)}>
      {words.reset(shown)}
    </Link>
  )
}
