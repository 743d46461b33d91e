import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useId } from 'react'
import type { StepEnd } from '../../../server/control/setup-contract.ts'
import { FactList } from '../../components/fact-list.tsx'
import { TEXT_WIDTH } from '../../measures.ts'
import { navigate } from '../../router.ts'
import { setup as words } from '../../strings/setup.ts'
import { RestartToUse } from './restart-to-use.tsx'
import { StepHeading } from './step-heading.tsx'
import { STEPS } from './steps.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    rowGap: tokens.spacingVerticalL,
    maxWidth: TEXT_WIDTH,
  },
  text: { color: tokens.colorNeutralForeground2 },
})

/** After the last step: what was set, and the way into the console. */
export function End({ passed }: { readonly passed: Readonly<Record<string, StepEnd>> }) {
  const styles = useStyles()
  const id = useId()
  return (
    <section aria-labelledby={id} className={styles.root}>
      <StepHeading id={id} title={words.end.title} />
      <Text className={styles.text}>{words.end.text}</Text>
      {STEPS.length > 0 && (
        <FactList
          facts={STEPS.map(({ name }) => ({
            name: words.stepTitles[name],
            value: words.end.ends[passed[name] ?? 'open'],
          }))}
        />
      )}
      <RestartToUse />
      <Button appearance="primary" onClick={() => navigate({ page: 'overview' })}>
        {words.end.overview}
      </Button>
    </section>
  )
}
