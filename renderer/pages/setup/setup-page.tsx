import { Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Setup, StepEnd } from '../../../server/control/setup-contract.ts'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { useMethod } from '../../control.tsx'
import { MEDIUM } from '../../measures.ts'
import { navigate } from '../../router.ts'
import { setup as words } from '../../strings/setup.ts'
import { End } from './end.tsx'
import { placeIn } from './place-in.ts'
import { RestartToUse } from './restart-to-use.tsx'
import { SetupProvider } from './setup.tsx'
import { StepList } from './step-list.tsx'
import { END, STEPS } from './steps.ts'
import { useKeep } from './use-keep.ts'
import { useKeptDraft } from './use-kept-draft.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'flex-start',
    columnGap: tokens.spacingHorizontalXXXL,
    rowGap: tokens.spacingVerticalL,
    paddingTop: tokens.spacingVerticalS,
    [MEDIUM]: { flexDirection: 'column', alignItems: 'stretch' },
  },
  step: {
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    rowGap: tokens.spacingVerticalS,
  },
  progress: { color: tokens.colorNeutralForeground3 },
})

/** Setting Berth up: a step at a time, each of which can be left out, gone back to, and gone on with later. */
export default function SetupPage() {
  const answer = useMethod('setup.get', undefined)
  return (
    <Page title={words.title}>
      <Loaded of={answer}>{(kept) => <Steps kept={kept} />}</Loaded>
    </Page>
  )
}

/** What the host kept counts when the page opens; from then on the page knows better. */
function Steps({ kept }: { readonly kept: Setup }) {
  const styles = useStyles()
  const { at, passed, go, ...content } = useSteps(kept)
  const step = STEPS[at]
  return (
    <SetupProvider content={content}>
      <div className={styles.root}>
        <StepList passed={passed} here={step?.name} onGo={go} />
        {step ? (
          <div className={styles.step}>
            <Caption1 className={styles.progress}>{words.progress(at + 1, STEPS.length)}</Caption1>
            {step.name === 'docker' && <RestartToUse />}
            <step.Step key={step.name} />
          </div>
        ) : (
          <End passed={passed} />
        )}
      </div>
    </SetupProvider>
  )
}

const NAMES: readonly string[] = STEPS.map(({ name }) => name)

function useSteps(kept: Setup) {
  const keep = useKeep()
  const [at, setAt] = useState(() => placeIn(NAMES, kept.step, END))
  const [passed, setPassed] = useState(kept.passed)
  const { draft, type } = useKeptDraft(kept.draft, keep)
  const begin = useEffectEvent(() => {
    if (kept.state === 'new') keep({ state: 'begun' })
  })
  useEffect(() => begin(), [])

  function goTo(to: number): void {
    setAt(to)
    keep({ state: to < NAMES.length ? 'begun' : 'done', step: NAMES[to] ?? END })
  }
  function pass(as: StepEnd): void {
    const step = NAMES[at]
    if (step === undefined) return
    setPassed((before) => ({ ...before, [step]: as }))
    keep({ passed: { step, as } })
    goTo(at + 1)
  }
  return {
    at,
    passed,
    draft,
    type,
    go: (name: string) => goTo(NAMES.indexOf(name)),
    hasBefore: at > 0,
    next: () => pass('done'),
    skip: () => pass('skipped'),
    back: () => goTo(Math.max(0, at - 1)),
    leave: () => navigate({ page: 'overview' }),
  }
}
