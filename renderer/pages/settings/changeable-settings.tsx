import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { Settings } from '../../../server/control/settings-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Section } from '../../components/section.tsx'
import { useMethod } from '../../control.tsx'
import { strings } from '../../strings.ts'
import { SETTING_GROUPS } from './setting-groups.ts'
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
