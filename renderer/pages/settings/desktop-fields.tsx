import {
  Field,
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Switch,
  Text,
  tokens,
} from '@fluentui/react-components'
import type { DesktopSettings } from '../../../server/control/settings-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Section } from '../../components/section.tsx'
import { useAction, useMethod } from '../../control.tsx'
import { strings } from '../../strings.ts'

const words = strings.settings.desktop

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
})

const NAMES: readonly (keyof DesktopSettings)[] = [
  'startAtLogin',
  'hideOnClose',
  'notifyPushes',
  'notifyProblems',
  'notifySyncs',
]

/** What the app does on this machine, beside the registry. */
export function DesktopFields() {
  const styles = useStyles()
  const settings = useMethod('desktop.get', undefined)
  const { mutate, error, isPending, variables } = useAction('desktop.change')
  return (
    <Section title={words.title}>
      <Loaded of={settings}>
        {(known) => (
          <div className={styles.fields}>
            {NAMES.map((name) => (
              <Field
                key={name}
                hint={words.hints[name]}
                {...(error &&
                  variables?.[name] !== undefined && {
                    validationState: 'error',
                    validationMessage: `${strings.settings.notSaved} ${error.message}`,
                  })}
              >
                <Switch
                  label={words.labels[name]}
                  checked={known[name]}
                  disabled={isPending}
                  onChange={(_, { checked }) => mutate({ [name]: checked })}
                />
              </Field>
            ))}
          </div>
        )}
      </Loaded>
      <SecretsLine />
    </Section>
  )
}

/** Where secrets are, and where that is not the keychain, why not and what to do. */
function SecretsLine() {
  const { data } = useMethod('desktop.secrets', undefined)
  if (!data) return null
  if (data.kind === 'keychain') return <Text>{words.secrets.keychain}</Text>
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.secrets[data.kind]}</MessageBarTitle>{' '}
        {data.notices.map(({ reason, remedy }) => `${reason} ${remedy}`).join(' ')}
      </MessageBarBody>
    </MessageBar>
  )
}
