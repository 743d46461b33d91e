import { Button } from '@fluentui/react-components'
import type { SyncRun } from '../../../server/control/sync-run-contract.ts'
import { Failure } from '../../components/failure.tsx'
import { syncRuns } from '../../strings/sync-runs.ts'
import { useMakePlan } from './use-make-plan.ts'

export interface RunStoppedProps {
  readonly run: SyncRun
  /** Why. */
  readonly message: string
}

/** Nothing came of a run at all. Where it would have deleted too much, the plan is where that is confirmed. */
export function RunStopped({ run, message }: RunStoppedProps) {
  const { make, isPending } = useMakePlan()
  const wouldDelete = (run.totals?.deletes ?? 0) > 0
  return (
    <Failure
      title={syncRuns.run.stopped}
      error={{ message }}
      actions={
        wouldDelete && (
          <Button disabledFocusable={isPending} onClick={() => make(run.target, run.remote)}>
            {syncRuns.run.seePlan}
          </Button>
        )
      }
    />
  )
}
