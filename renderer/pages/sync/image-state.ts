import type { SyncImage, SyncImageState } from '../../../server/control/sync-plan-contract.ts'
import type { SyncDirection } from '../../../server/control/sync-run-contract.ts'
import { syncRuns } from '../../strings/sync-runs.ts'
import type { RemoteState, Tone } from '../remotes/remote-state.ts'

/** States that a plan can be narrowed to, in the order in which they are offered. */
export const SHOWN_STATES = Object.keys(syncRuns.imageStates) as readonly SyncImageState[]

const TONES: Readonly<Record<SyncImageState, Tone>> = {
  new: 'plain',
  changed: 'plain',
  equal: 'good',
  conflict: 'warning',
  'only-there': 'plain',
  failed: 'bad',
}

/** How an image stands, before anything is done about it. */
export function planState(
  { state, deletes }: Pick<SyncImage, 'state' | 'deletes'>,
  direction: SyncDirection,
): RemoteState {
  const isOnlyHere = state === 'only-there' && direction === 'pull'
  const text = isOnlyHere ? syncRuns.plan.facts.onlyHere : syncRuns.imageStates[state]
  return { text, tone: deletes ? 'bad' : TONES[state] }
}

/** What came of an image in a run. @param isOver the run has ended */
export function resultState(
  { result, settled }: Pick<SyncImage, 'result' | 'settled'>,
  isOver: boolean,
): RemoteState {
  const words = syncRuns.images
  if (result === undefined) {
    return { text: isOver ? words.notDone : words.waiting, tone: 'plain' }
  }
  if (settled) return { text: words.settled, tone: 'plain' }
  return { text: words.results[result], tone: RESULT_TONES[result] }
}

const RESULT_TONES = {
  done: 'good',
  deleted: 'plain',
  failed: 'bad',
  conflict: 'warning',
} as const satisfies Record<NonNullable<SyncImage['result']>, Tone>
