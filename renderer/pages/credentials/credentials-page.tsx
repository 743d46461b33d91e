import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { Page } from '../../components/page.tsx'
import { TEXT_WIDTH } from '../../measures.ts'
import { credentials as words } from '../../strings/credentials.ts'
import { SECTIONS } from './sections.ts'

const useStyles = makeStyles({
  text: { maxWidth: TEXT_WIDTH, color: tokens.colorNeutralForeground2 },
  sections: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXXL },
})

/** Every credential in one place. */
export default function CredentialsPage() {
  const styles = useStyles()
  return (
    <Page title={words.title}>
      <Text className={styles.text}>{words.text}</Text>
      <div className={styles.sections}>
        {SECTIONS.map(({ id, Section }) => (
          <Section key={id} />
        ))}
      </div>
    </Page>
  )
}
