import { MOST_BLOBS, runPlan, type EngineParts, type RunResult } from './engine.ts'
import type { SyncEnd } from './end.ts'
import { holdTarget } from './hold.ts'
import { keptUploads } from './kept-uploads.ts'
import { keepAs, type KeepAs } from './keep-as.ts'
import { levelsOf } from './levels.ts'
import type { RepositoryName } from '../oci/name.ts'
import { belowPrefix } from './below-prefix.ts'
import type { ImageOutcome } from './outcome.ts'
import { createPace, type Pace } from './pace.ts'
import type { Plan } from './plan-contents.ts'
import { makePlan, type PlanParts } from './plan.ts'
import type { Progress } from './progress.ts'
import { remoteEnd } from './remote-end.ts'
import type { Remote } from './remote.ts'
import { deletedShare } from './remove-tags.ts'
import { createRetries, type RetryOptions } from './retry.ts'
import type { SyncRule } from './rule.ts'
import type { SyncDatabase } from './state.ts'
import { createWidth } from './width.ts'

/** One sync, and all that it needs. */
export interface SyncWanted extends Pick<
  PlanParts,
  'only' | 'images' | 'overwrites' | 'onProgress'
> {
  /** This registry. */
  readonly here: SyncEnd
  /** The other one. */
  readonly remote: Remote
  readonly address: SyncAddress
  readonly rule: SyncRule
  readonly database: SyncDatabase
  /** First gives what is there this name too. */
  readonly keepAs?: KeepAs
  readonly pace?: Pace
  readonly retries?: RetryOptions
  readonly chunkSize?: number
  readonly signal: AbortSignal
}

/** Where another registry is. */
export interface SyncAddress {
  /** Below it lies `v2/`. */
  readonly base: URL
  /** Its repositories are used below this one. */
  readonly prefix: RepositoryName | undefined
  /** By which it is remembered. */
  readonly url: string
}

export interface SyncWatcher {
  readonly onPlan?: (plan: Plan) => void
  /** Given the way to ask how far it is. */
  readonly onProgress?: (now: () => Progress) => void
  readonly onImage?: (outcome: ImageOutcome) => void
}

/** More of what is there would go away than anybody expects. */
export class TooManyDeletes extends Error {
  override readonly name = 'TooManyDeletes'
  readonly plan: Plan

  constructor(plan: Plan) {
    const { deletes } = plan.totals
    const share = Math.round(deletedShare(plan.images) * 100)
    super(
      `${deletes} tags would be deleted, ${share} % of those that are there: this has to be confirmed`,
    )
    this.plan = plan
  }
}

/** The share of tags that goes away without being confirmed. */
const MOST_DELETED = 0.2

/** What a sync would do. @throws RemoteError, StorageUnavailable, or the reason of the signal */
export async function planSync(wanted: SyncWanted): Promise<Plan> {
  return await planBetween(wanted, endsOf(wanted))
}

/**
 * Looks, and does it.
 *
 * @throws SyncUnderWay, TooManyDeletes, RemoteError, StorageUnavailable, or the reason of the signal
 */
export async function syncOnce(
  wanted: SyncWanted,
  { confirmDeletes = false, ...watcher }: SyncWatcher & { readonly confirmDeletes?: boolean } = {},
): Promise<RunResult & { readonly plan: Plan }> {
  const { database, address } = wanted
  const release = holdTarget(database, address.url)
  try {
    const ends = endsOf(wanted)
    if (wanted.keepAs) await keepAs(ends.there, wanted.keepAs, wanted)
    const plan = await planBetween(wanted, ends)
    watcher.onPlan?.(plan)
    if (!confirmDeletes && deletedShare(plan.images) > MOST_DELETED) throw new TooManyDeletes(plan)
    return { ...(await runPlan(engineParts(wanted, ends, watcher), plan)), plan }
  } finally {
    release()
  }
}

function engineParts(wanted: SyncWanted, ends: Ends, watcher: SyncWatcher): EngineParts {
  const { database, address, rule, signal, pace = createPace(), chunkSize } = wanted
  const { onImage, onProgress } = watcher
  return {
    ...ends,
    levels: levelsOf(database, address.url),
    uploads: keptUploads(database, address.url, rule.direction),
    pace,
    signal,
    ...(chunkSize !== undefined && { chunkSize }),
    ...(onImage && { onImage }),
    ...(onProgress && { onProgress }),
  }
}

type Ends = ReturnType<typeof endsOf>

/** Both directions are the same with the ends swapped. */
export function endsOf({
  here,
  remote,
  address,
  rule,
  retries: options,
}: Pick<SyncWanted, 'here' | 'remote' | 'address' | 'rule' | 'retries'>) {
  const width = createWidth(MOST_BLOBS)
  const retries = createRetries({
    ...options,
    onTrouble(error, isSlowDown) {
      width.narrow()
      options?.onTrouble?.(error, isSlowDown)
    },
  })
  const there = belowPrefix(address.prefix, remoteEnd({ remote, url: address.base, retries }))
  const [source, target] = rule.direction === 'push' ? [here, there] : [there, here]
  return { source, target, there, retries, width }
}

function planBetween(wanted: SyncWanted, { source, target }: Ends): Promise<Plan> {
  const { rule, database, address, signal, only, images, overwrites, onProgress } = wanted
  const { of } = levelsOf(database, address.url)
  return makePlan(
    {
      source,
      target,
      rule,
      lastLevel: of,
      ...(only && { only }),
      ...(images && { images }),
      ...(overwrites && { overwrites }),
      ...(onProgress && { onProgress }),
    },
    { signal },
  )
}
