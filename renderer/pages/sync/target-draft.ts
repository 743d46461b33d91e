import type { Input } from '../../../server/control/contract.ts'
import type { SyncTarget } from '../../../server/control/sync-contract.ts'
import type { SyncDirection } from '../../../server/control/sync-run-contract.ts'

/** What is typed of a target. */
export interface TargetDraft {
  readonly remote: string
  readonly direction: SyncDirection
  /** Patterns, apart by spaces or commas. */
  readonly repositories: string
  readonly tags: string
  readonly platforms: string
  readonly referrers: boolean
  readonly afterPush: boolean
  readonly every: boolean
  readonly everyMinutes: string
  /** MiB a second. */
  readonly limit: string
  readonly deletes: boolean
}

const MIB = 1024 * 1024
const LONGEST = 43_200

export function newDraft(remote: string): TargetDraft {
  return {
    remote,
    direction: 'push',
    repositories: '',
    tags: '',
    platforms: '',
    referrers: true,
    afterPush: false,
    every: false,
    everyMinutes: '60',
    limit: '',
    deletes: false,
  }
}

export function draftOf({ remote, rule }: SyncTarget): TargetDraft {
  const { direction, referrers, deletes, afterPush, everyMinutes, limit } = rule
  return {
    remote,
    direction,
    repositories: rule.repositories.join(' '),
    tags: rule.tags.join(' '),
    platforms: rule.platforms.join(' '),
    referrers,
    afterPush,
    every: everyMinutes !== undefined,
    everyMinutes: String(everyMinutes ?? 60),
    limit: limit === undefined ? '' : String(Number((limit / MIB).toFixed(3))),
    deletes,
  }
}

/** As the host takes it. */
export function inputOf(draft: TargetDraft): Input<'sync.saveTarget'> {
  const { remote, direction, referrers, deletes, every, everyMinutes, limit } = draft
  return {
    remote,
    rule: {
      direction,
      ...patternsOf('repositories', draft),
      ...patternsOf('tags', draft),
      ...patternsOf('platforms', draft),
      referrers,
      deletes,
      afterPush: draft.afterPush && direction === 'push',
      ...(every && { everyMinutes: Number(everyMinutes) }),
      ...(limit.trim() !== '' && { limit: Math.max(1_000, Math.round(Number(limit) * MIB)) }),
    },
  }
}

function patternsOf<N extends 'repositories' | 'tags' | 'platforms'>(name: N, draft: TargetDraft) {
  const patterns = draft[name].split(/[\s,]+/).filter(Boolean)
  return patterns.length > 0 ? ({ [name]: patterns } as Record<N, string[]>) : undefined
}

/** Fields in which something stands that is no number, or none that can be meant. */
export function faultsOf(draft: TargetDraft): readonly ('everyMinutes' | 'limit')[] {
  const { every, everyMinutes, limit } = draft
  const minutes = Number(everyMinutes)
  const isTime = Number.isInteger(minutes) && minutes >= 1 && minutes <= LONGEST
  const isLimit = limit.trim() === '' || (Number(limit) > 0 && Number.isFinite(Number(limit)))
  return [
    ...(every && !isTime ? (['everyMinutes'] as const) : []),
    ...(isLimit ? [] : (['limit'] as const)),
  ]
}
