import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { ArrowClockwiseRegular } from '@fluentui/react-icons'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { TEXT_WIDTH } from '../../measures.ts'
import { doctor as words } from '../../strings/doctor.ts'
import { CheckView } from './check-view.tsx'
import { SaveDiagnostics } from './save-diagnostics.tsx'
import { useChecks } from './use-checks.ts'

const useStyles = makeStyles({
  text: { color: tokens.colorNeutralForeground2, maxWidth: TEXT_WIDTH },
  list: {
    display: 'flex',
    flexDirection: 'column',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    maxWidth: TEXT_WIDTH,
  },
})

/** What is well, what is not, and what to do about it. */
export default function DoctorPage() {
  const styles = useStyles()
  const { list, results, isRunning, again } = useChecks()
  const states = results.map(({ data }) => data?.state)
  const problems = states.filter((state) => state === 'problem').length
  return (
    <Page
      title={words.title}
      actions={
        <>
          <SaveDiagnostics />
          <Button
            appearance="primary"
            icon={<ArrowClockwiseRegular />}
            disabledFocusable={isRunning}
            onClick={again}
          >
            {words.again}
          </Button>
        </>
      }
    >
      <Text className={styles.text}>{words.text}</Text>
      <Text role="status" weight="semibold">
        {isRunning ? words.running : words.summary(problems)}
      </Text>
      <Loaded of={list} failure={words.failed} lines={6}>
        {(checks) => (
          <ul className={styles.list} aria-label={words.checks}>
            {checks.map(({ id, title }, at) => (
              <CheckView key={id} title={title} answer={results[at]} />
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  )
}
