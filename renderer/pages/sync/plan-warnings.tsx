import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import type { SyncPlanView, SyncTotals } from '../../../server/control/sync-plan-contract.ts'
import { percent } from '../../format.ts'
import { syncRuns } from '../../strings/sync-runs.ts'

const words = syncRuns.plan

export interface PlanWarningsProps {
  readonly plan: SyncPlanView
  readonly totals: SyncTotals
}

/** What of a plan somebody has to know before it runs. */
export function PlanWarnings({ plan: { deletedShare = 0 }, totals }: PlanWarningsProps) {
  const { deletes, conflicts } = totals
  return (
    <>
      {conflicts > 0 && <Warning text={words.conflicts(conflicts)} />}
      {deletes > 0 && <Warning text={words.deletes(deletes, percent(deletedShare, 1))} />}
      {isLevel(totals) && <span>{words.nothing}</span>}
    </>
  )
}

function Warning({ text }: { readonly text: string }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{text}</MessageBarBody>
    </MessageBar>
  )
}

/** Whether a run would find nothing to do. */
function isLevel({ deletes, conflicts, failed, ...totals }: SyncTotals): boolean {
  return totals.new + totals.changed + deletes + conflicts + failed === 0
}
