import { Field, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Section } from '../../components/section.tsx'
import { useCapability, useMethod } from '../../control.tsx'
import { TEXT_WIDTH } from '../../measures.ts'
import { strings } from '../../strings.ts'
import { chooseTheme, THEME_CHOICES, useThemeChoice } from '../../theme-choice.ts'
import { ChangeableSettings } from './changeable-settings.tsx'
import { DesktopFields } from './desktop-fields.tsx'
import { factsOf } from './facts.ts'
import { NetworkSection } from '../network/network-section.tsx'
import { RestartNote } from './restart-note.tsx'
import { SettingList } from './setting-list.tsx'
import { Webhooks } from './webhooks.tsx'
import { SetUpAgain } from './set-up-again.tsx'

const words = strings.settings

const useStyles = makeStyles({
  content: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXXL,
    maxWidth: TEXT_WIDTH,
  },
})

/** Choices of this browser, and what the registry was told to do. */
export default function SettingsPage() {
  const styles = useStyles()
  const status = useMethod('registry.status', undefined)
  const isDesktop = useCapability('desktop')
  const isChangeable = useCapability('settings')
  const version = useMethod('session.get', undefined).data?.version
  return (
    <Page title={words.title}>
      <div className={styles.content}>
        {isChangeable && <RestartNote />}
        <Section title={words.appearance}>
          <ThemeField />
        </Section>
        <SetUpAgain />
        {isDesktop && <DesktopFields />}
        {isChangeable && <NetworkSection />}
        {isChangeable && <ChangeableSettings />}
        <Webhooks />
        <Section title={words.registry}>
          <Text>{words.registryText}</Text>
          <Loaded of={status}>{(known) => <SettingList facts={factsOf(known, version)} />}</Loaded>
        </Section>
      </div>
    </Page>
  )
}

function ThemeField() {
  return (
    <Field label={strings.theme.label} hint={words.themeHint}>
      <RadioGroup
        layout="horizontal"
        value={useThemeChoice()}
        onChange={(_, { value }) => {
          const chosen = THEME_CHOICES.find((known) => known === value)
          if (chosen) chooseTheme(chosen)
        }}
      >
        {THEME_CHOICES.map((name) => (
          <Radio key={name} value={name} label={strings.theme[name]} />
        ))}
      </RadioGroup>
    </Field>
  )
}
