import type { SyncImage } from '../control/sync-plan-contract.ts'
import type { SyncRun } from '../control/sync-run-contract.ts'
import type { RunItem, RunRecord } from '../sync/run-log.ts'
import type { Progress } from '../sync/progress.ts'

/** What the console is told of runs and their images: by the two sides, and not by who gives and who takes. */

export function showRun(record: RunRecord, now?: Progress): SyncRun {
  const { request, target, progress = now, address: _, ...rest } = record
  return {
    ...rest,
    target: target ?? '',
    direction: request.rule.direction,
    cause: request.cause,
    ...(progress && { progress }),
  }
}

export function showItem(item: RunItem, direction: 'push' | 'pull'): SyncImage {
  const { repository, tag, state, from, to, moved, deletes, result, problem } = item
  const [here, there] = direction === 'push' ? [from, to] : [to, from]
  // In a pull, what is written is here.
  const mover = moved === 'there' && direction === 'pull' ? 'here' : moved
  return {
    repository,
    tag,
    state,
    ...(here !== undefined && { here }),
    ...(there !== undefined && { there }),
    ...(mover && { moved: mover }),
    ...(deletes && { deletes }),
    ...(result && { result }),
    ...(problem !== undefined && { problem }),
  }
}
