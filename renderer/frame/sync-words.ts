import type { SyncRun } from '../../server/control/sync-run-contract.ts'
import { duration, percent, rate } from '../format.ts'
import { strings } from '../strings.ts'
import { liveSync as words } from '../strings/live-sync.ts'

/** Syncs under way, in one line; `undefined` when none is. */
export function syncWords(runs: readonly SyncRun[]): string | undefined {
  const [first, ...more] = runs
  if (!first) return undefined
  return more.length === 0 ? ofOne(first) : ofSeveral(runs)
}

function ofOne({ state, remote, progress }: SyncRun): string {
  if (state === 'planning') return words.comparing(remote)
  const share =
    progress && progress.totalBytes > 0 && percent(progress.doneBytes, progress.totalBytes)
  if (state === 'paused') return joined([words.paused(remote), share])
  return joined([
    words.syncing(remote),
    share,
    progress && progress.rate > 0 && rate(progress.rate),
    progress?.secondsLeft !== undefined && strings.live.left(duration(progress.secondsLeft)),
  ])
}

function ofSeveral(runs: readonly SyncRun[]): string {
  const all = runs.reduce((sum, { progress }) => sum + (progress?.rate ?? 0), 0)
  return joined([words.several(runs.length), all > 0 && rate(all)])
}

const joined = (parts: readonly (string | false | undefined)[]): string =>
  parts.filter(Boolean).join(' · ')
