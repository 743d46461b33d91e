import type { SyncTarget } from '../../../server/control/sync-contract.ts'
import { useNotices } from '../../components/notices.tsx'
import { SmallTable } from '../../components/small-table.tsx'
import { useAction } from '../../control.tsx'
import { sync } from '../../strings/sync.ts'
import { draftOf, inputOf } from './target-draft.ts'
import { targetColumns } from './target-columns.tsx'
import { useMakePlan } from './use-make-plan.ts'

const words = sync.targets

export interface TargetsProps {
  readonly targets: readonly SyncTarget[]
  readonly onEdit: (target: SyncTarget) => void
  readonly onRemove: (target: SyncTarget) => void
}

/** Every target, how it is, and what can be done with it. */
export function Targets({ targets, onEdit, onRemove }: TargetsProps) {
  const notices = useNotices()
  const { make } = useMakePlan()
  const start = useAction('sync.start')
  const save = useAction('sync.saveTarget')
  const columns = targetColumns({
    onEdit,
    onRemove,
    onPlan: ({ id, remote }) => make(id, remote),
    onSync({ id, remote, rule }) {
      // What is deleted is shown before it goes.
      if (rule.deletes) return make(id, remote)
      const onError = (error: { readonly message: string }) =>
        notices.failed(words.failed(remote), error)
      start.mutate({ target: id }, { onError })
    },
    onPause: (target) =>
      save.mutate(
        { ...inputOf(draftOf(target)), id: target.id, paused: !target.paused },
        { onError: (error) => notices.failed(words.notSaved, error) },
      ),
  })
  return <SmallTable label={words.label} columns={columns} rows={targets} keyOf={({ id }) => id} />
}
