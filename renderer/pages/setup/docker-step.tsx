import { Button, makeStyles } from '@fluentui/react-components'
import { ArrowClockwiseRegular } from '@fluentui/react-icons'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { PlainList } from '../../components/plain-list.tsx'
import { Section } from '../../components/section.tsx'
import { useMethod } from '../../control.tsx'
import { engines as words } from '../../strings/engines.ts'
import { EngineCard } from './docker/engine-card.tsx'
import { FirstPush } from './docker/first-push.tsx'
import { useSetup } from './setup.tsx'
import { StepFrame } from './step-frame.tsx'

const useStyles = makeStyles({
  again: { flexShrink: 0, whiteSpace: 'nowrap' },
})

/** The engines of this machine, whether they reach the registry, and the first push. */
export function DockerStep() {
  const { next } = useSetup()
  return (
    <StepFrame title={words.title} text={words.text} primary={{ label: words.done, onClick: next }}>
      <EngineList />
      <FirstPush />
    </StepFrame>
  )
}

function EngineList() {
  const styles = useStyles()
  const answer = useMethod('engines.list', undefined)
  return (
    <Section
      title={words.list}
      actions={
        <Button
          appearance="subtle"
          className={styles.again}
          icon={<ArrowClockwiseRegular />}
          disabledFocusable={answer.isFetching}
          onClick={() => void answer.refetch()}
        >
          {words.again}
        </Button>
      }
    >
      <Loaded of={answer} failure={words.loadFailed} lines={2}>
        {(engines) =>
          engines.length === 0 ? (
            <Empty title={words.none.title} level="h2" text={words.none.text} />
          ) : (
            <PlainList>
              {engines.map((engine) => (
                <EngineCard key={engine.id} engine={engine} />
              ))}
            </PlainList>
          )
        }
      </Loaded>
    </Section>
  )
}
