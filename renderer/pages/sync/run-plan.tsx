import { Button, Text } from '@fluentui/react-components'
import { PlayRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { SyncTarget } from '../../../server/control/sync-contract.ts'
import type { SyncPlanView } from '../../../server/control/sync-plan-contract.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useNotices } from '../../components/notices.tsx'
import { useAction } from '../../control.tsx'
import { percent } from '../../format.ts'
import { navigate } from '../../router.ts'
import { syncRuns } from '../../strings/sync-runs.ts'

const words = syncRuns.plan

/** Above this share of deleted tags a run has to be told that it is meant: the host's own limit. */
const MOST_DELETED = 0.2

export interface RunPlanProps {
  readonly plan: SyncPlanView
  readonly target: SyncTarget
}

/** Runs what the plan shows; many deletes are asked about first. */
export function RunPlan({ plan, target }: RunPlanProps) {
  const notices = useNotices()
  const [asks, setAsks] = useState(false)
  const { mutate, isPending } = useAction('sync.start')
  const share = plan.deletedShare ?? 0
  const isMany = share > MOST_DELETED
  const start = () =>
    mutate(
      { target: target.id, ...(isMany && { confirmDeletes: true }) },
      {
        onSuccess: ({ id }) => navigate({ page: 'sync-run', run: id }),
        onError: (error) => notices.failed(words.notStarted, error),
      },
    )
  return (
    <>
      <Button
        appearance="primary"
        icon={<PlayRegular />}
        disabledFocusable={plan.state !== 'ready' || isPending || target.running !== undefined}
        onClick={() => (isMany ? setAsks(true) : start())}
      >
        {words.run}
      </Button>
      {asks && (
        <ConfirmDialog
          open
          danger
          title={words.deletesTitle(plan.totals?.deletes ?? 0)}
          verb={words.deletesVerb(plan.totals?.deletes ?? 0)}
          busy={isPending}
          onConfirm={start}
          onClose={() => setAsks(false)}
        >
          <Text>{deletesText(plan, target)}</Text>
        </ConfirmDialog>
      )}
    </>
  )
}

function deletesText({ totals, deletedShare = 0 }: SyncPlanView, target: SyncTarget): string {
  const deletes = totals?.deletes ?? 0
  const share = percent(deletedShare, 1)
  return target.rule.direction === 'push'
    ? words.deletesText(deletes, share, target.remote)
    : words.deletesTextHere(deletes, share)
}
