import type { SyncRun, SyncRunState } from '../../../server/control/sync-run-contract.ts'
import { syncRuns } from '../../strings/sync-runs.ts'
import type { RemoteState, Tone } from '../remotes/remote-state.ts'

const TONES: Readonly<Record<SyncRunState, Tone>> = {
  planning: 'plain',
  running: 'plain',
  paused: 'warning',
  level: 'good',
  failed: 'bad',
  conflicts: 'warning',
  cancelled: 'plain',
  interrupted: 'plain',
}

/** What came of a run, or how far it is, in a word. */
export function runState({ state }: Pick<SyncRun, 'state'>): RemoteState {
  return { text: syncRuns.runStates[state], tone: TONES[state] }
}
