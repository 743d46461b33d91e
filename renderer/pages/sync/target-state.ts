import type { SyncTarget } from '../../../server/control/sync-contract.ts'
import type { SyncRun } from '../../../server/control/sync-run-contract.ts'
import { percent } from '../../format.ts'
import { sync } from '../../strings/sync.ts'
import type { RemoteState } from '../remotes/remote-state.ts'

const words = sync.states

/** How a target is, in short: what is under way comes first, then what needs somebody. */
export function targetState(target: SyncTarget): RemoteState {
  const { url, running, paused, waiting, lastRun } = target
  if (running) return runningState(running)
  if (url === undefined) return { text: words.gone, tone: 'bad' }
  const trouble = troubleOf(target)
  if (trouble) return trouble
  if (paused) return { text: words.paused, tone: 'warning' }
  if (waiting > 0) return { text: words.waiting(waiting), tone: 'plain' }
  if (!lastRun) return { text: words.never, tone: 'plain' }
  return lastRun.state === 'cancelled'
    ? { text: words.cancelled, tone: 'plain' }
    : { text: words.level, tone: 'good' }
}

function runningState(run: SyncRun): RemoteState {
  const share = shareOf(run)
  if (run.state === 'paused') return { text: words.pausedAt(share), tone: 'warning' }
  if (run.state === 'planning') return { text: words.planning, tone: 'plain' }
  return { text: words.running(share), tone: 'plain' }
}

function troubleOf({ open, lastRun }: SyncTarget): RemoteState | undefined {
  if (open && open.failed > 0) return { text: words.failures(open.failed), tone: 'bad' }
  if (lastRun?.state === 'failed' && !open) return { text: words.failed, tone: 'bad' }
  if (open && open.conflicts > 0) {
    return { text: words.conflicts(open.conflicts), tone: 'warning' }
  }
  return undefined
}

/** How far a run is, as long as that can be known. */
function shareOf({ progress }: SyncRun): string | undefined {
  if (!progress) return undefined
  const { doneBytes, totalBytes, images } = progress
  if (totalBytes > 0) return percent(doneBytes, totalBytes)
  return images.total > 0 ? percent(images.done, images.total) : undefined
}
