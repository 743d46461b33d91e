import type { RunRequest } from '../sync/run-log.ts'
import type { SavedTarget } from './saved-targets.ts'

/** The target's own rule, as the engine has it. */
export function requestFor({ rule }: SavedTarget, more: Omit<RunRequest, 'rule'>): RunRequest {
  const { direction, repositories, tags, platforms, referrers, deletes, limit } = rule
  const engine = { direction, repositories, tags, platforms, referrers, deletes }
  return { rule: engine, ...(limit !== undefined && { limit }), ...more }
}
