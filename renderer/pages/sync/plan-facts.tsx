import type { SyncTotals } from '../../../server/control/sync-plan-contract.ts'
import type { SyncDirection } from '../../../server/control/sync-run-contract.ts'
import { Fact, FactStrip } from '../../components/fact-strip.tsx'
import { Size } from '../../components/size.tsx'
import { count } from '../../format.ts'
import { syncRuns } from '../../strings/sync-runs.ts'

const words = syncRuns.plan.facts

export interface PlanFactsProps {
  readonly totals: SyncTotals
  readonly direction: SyncDirection
}

/** How many images of each kind, and how many bytes would move. What there is none of is left out where it could only worry. */
export function PlanFacts({ totals, direction }: PlanFactsProps) {
  const isPush = direction === 'push'
  const counts = [
    [words.new, totals.new, true],
    [words.changed, totals.changed, true],
    [words.equal, totals.equal, true],
    [words.conflicts, totals.conflicts, true],
    [isPush ? words.onlyThere : words.onlyHere, totals.onlyThere, false],
    [words.deletes, totals.deletes, false],
    [words.failed, totals.failed, false],
  ] as const
  const sizes = [
    [isPush ? words.bytesToSend : words.bytesToFetch, totals.bytesToSend, true],
    [isPush ? words.bytesThere : words.bytesHere, totals.bytesThere, true],
    [words.bytesMountable, totals.bytesMountable, false],
  ] as const
  return (
    <FactStrip label={syncRuns.plan.label}>
      {counts.map(
        ([name, value, always]) =>
          (always || value > 0) && (
            <Fact key={name} name={name}>
              {count(value)}
            </Fact>
          ),
      )}
      {sizes.map(
        ([name, value, always]) =>
          (always || value > 0) && (
            <Fact key={name} name={name}>
              <Size bytes={value} />
            </Fact>
          ),
      )}
    </FactStrip>
  )
}
