import type { ImageOutcome } from './outcome.ts'
import type { Progress } from './progress.ts'
import type { RunRecord, RunState } from './run-log.ts'

/** What came of a run, in one word and in numbers. */
export function endOf(outcomes: readonly ImageOutcome[], progress: Progress): Partial<RunRecord> {
  const count = (state: ImageOutcome['state']): number =>
    outcomes.filter((outcome) => outcome.state === state).length
  const [failed, conflicts] = [count('failed'), count('conflict')]
  const state: RunState = failed > 0 ? 'failed' : conflicts > 0 ? 'conflicts' : 'level'
  return { state, failed, conflicts, progress }
}
