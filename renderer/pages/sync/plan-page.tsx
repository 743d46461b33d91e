import { Button, Spinner } from '@fluentui/react-components'
import type { SyncTarget } from '../../../server/control/sync-contract.ts'
import type { SyncPlanView } from '../../../server/control/sync-plan-contract.ts'
import { Failure } from '../../components/failure.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { PlaceLink } from '../../components/place-link.tsx'
import { Trail } from '../../components/trail.tsx'
import { useMethod } from '../../control.tsx'
import { syncRuns } from '../../strings/sync-runs.ts'
import { sync } from '../../strings/sync.ts'
import { PlanFacts } from './plan-facts.tsx'
import { PlanImages } from './plan-images.tsx'
import { PlanWarnings } from './plan-warnings.tsx'
import { RunPlan } from './run-plan.tsx'
import { useMakePlan } from './use-make-plan.ts'

const words = syncRuns.plan

/** What a sync would do, before it does it. */
export default function PlanPage({ plan: id }: { readonly plan: string }) {
  const answer = useMethod('sync.getPlan', { plan: id })
  const targets = useMethod('sync.targets', undefined).data
  const target = targets?.find((one) => one.id === answer.data?.target)
  const isGone = answer.error?.code === 'NOT_FOUND'
  return (
    <Page
      title={target ? words.title(target.remote) : words.untitled}
      fill
      breadcrumb={<Trail steps={[{ label: sync.title, to: { page: 'sync' } }]} />}
      actions={answer.data && target && <Actions plan={answer.data} target={target} />}
    >
      {isGone && !answer.data ? (
        <span>
          {words.gone}. <PlaceLink to={{ page: 'sync' }}>{words.back}</PlaceLink>
        </span>
      ) : (
        <Loaded of={answer} failure={words.failed}>
          {(plan) => <Content plan={plan} target={target} />}
        </Loaded>
      )}
    </Page>
  )
}

interface ActionsProps {
  readonly plan: SyncPlanView
  readonly target: SyncTarget
}

function Actions({ plan, target }: ActionsProps) {
  const { make, isPending } = useMakePlan()
  return (
    <>
      <Button
        disabledFocusable={isPending || plan.state === 'looking'}
        onClick={() => make(target.id, target.remote, true)}
      >
        {words.again}
      </Button>
      <RunPlan plan={plan} target={target} />
    </>
  )
}

interface ContentProps {
  readonly plan: SyncPlanView
  readonly target: SyncTarget | undefined
}

function Content({ plan, target }: ContentProps) {
  const { state, repositories, images, message, totals } = plan
  const direction = target?.rule.direction ?? 'push'
  if (state === 'looking') {
    return (
      <Spinner
        labelPosition="after"
        size="small"
        style={{ justifyContent: 'flex-start' }}
        label={words.looking(repositories, images)}
      />
    )
  }
  if (!totals) return <Failure title={words.failed} error={{ message: message ?? '' }} />
  return (
    <>
      <PlanFacts totals={totals} direction={direction} />
      <PlanWarnings plan={plan} totals={totals} />
      <PlanImages plan={plan.id} direction={direction} />
    </>
  )
}
