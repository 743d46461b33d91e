import {
  makeStyles,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  Text,
  tokens,
} from '@fluentui/react-components'
import type { Setting, Settings } from '../../../server/control/settings-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Section } from '../../components/section.tsx'
import { useMethod } from '../../control.tsx'
import { strings } from '../../strings.ts'
import { SETTING_GROUPS } from './setting-groups.ts'
import { RestartButton } from './restart-button.tsx'
import { SettingField } from './setting-field.tsx'

const words = strings.settings

const useStyles = makeStyles({
  fields: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
  file: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
})

/** What the registry was told, to be told otherwise. */
export function ChangeableSettings() {
  const settings = useMethod('settings.get', undefined)
  return <Loaded of={settings}>{(known) => <Groups {...known} />}</Loaded>
}

function Groups({ file, settings }: Settings) {
  const styles = useStyles()
  return (
    <>
      <RestartNote settings={settings} />
      {SETTING_GROUPS.map(({ name, keys }) => (
        <Section key={name} title={words.groups[name]}>
          <div className={styles.fields}>
            {settings
              .filter(({ key }) => keys.includes(key))
              .map((setting) => (
                <SettingField key={setting.key} setting={setting} />
              ))}
          </div>
        </Section>
      ))}
      <Text className={styles.file}>{words.keptIn(file)}</Text>
    </>
  )
}

function RestartNote({ settings }: { readonly settings: readonly Setting[] }) {
  const waiting = settings.filter(({ inUse }) => inUse !== undefined)
  if (waiting.length === 0) return null
  const names = waiting.map(({ key }) => words.keys[key].label).join(', ')
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.restartTitle}</MessageBarTitle> {words.restartText(names)}
      </MessageBarBody>
      <RestartButton />
    </MessageBar>
  )
}
