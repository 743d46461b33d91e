import { ControlError } from '../control/control-error.ts'
import type { SyncImage, SyncImagePage } from '../control/sync-plan-contract.ts'
import type { SyncRun } from '../control/sync-run-contract.ts'
import type { Sync } from '../control/sync.ts'
import { asRepositoryName, asTag } from '../oci/name.ts'
import type { RunLog, RunRecord, RunRequest } from '../sync/run-log.ts'
import type { Connect } from './connect.ts'
import { otherTag } from './other-tag.ts'
import { whyFailed } from '../sync/why-failed.ts'
import { settledSince } from './open-problems.ts'
import type { Plans } from './plans.ts'
import { requestFor } from './request.ts'
import type { Runs } from './runs.ts'
import type { SavedTarget } from './saved-targets.ts'
import { showItem, showRun } from './views.ts'

export interface RunMethodsParts {
  readonly records: RunLog
  readonly runs: Runs
  readonly plans: Plans
  readonly begin: (target: SavedTarget, request: RunRequest) => Promise<RunRecord>
  /** @throws ControlError NOT_FOUND */
  readonly targetOf: (id: string) => SavedTarget
  readonly connect: Pick<Connect, 'plan' | 'sides'>
  /** Who pushed what a tag stands for here, and when; undefined where there is none. */
  readonly pushOf: PushOf
}

/** As the library knows it. @throws ControlError NOT_FOUND */
export type PushOf = (
  repository: string,
  tag: string,
) => Promise<{ readonly digest: string; readonly pushedAt?: number; readonly pushedBy?: string }>

/** Plans and runs, as the contract has them. */
export function runMethods({
  records,
  runs,
  plans,
  begin,
  targetOf,
  connect,
  pushOf,
}: RunMethodsParts): Omit<Sync, 'targets' | 'saveTarget' | 'deleteTarget'> {
  function recordOf(id: number): RunRecord {
    const record = records.get(id)
    if (record) return record
    throw new ControlError('NOT_FOUND', 'there is no such run')
  }

  const show = (record: RunRecord): SyncRun => showRun(record, runs.progress(record.id))

  function changed(id: number, isDone: boolean): SyncRun {
    const record = recordOf(id)
    if (isDone) return show(record)
    throw new ControlError('CONFLICT', 'this run is over')
  }

  const ofTarget = (record: RunRecord): SavedTarget => targetOf(record.target ?? '')

  return {
    plan({ target: id, only }) {
      const target = targetOf(id)
      const { rule } = requestFor(target, { cause: 'hand' })
      const request = { rule, ...(only && { only }) }
      return plans.start(id, rule.direction, (signal, onProgress) =>
        connect.plan(target.remote, request, signal, onProgress),
      )
    },
    getPlan({ plan }) {
      const view = plans.get(plan)
      if (view) return view
      throw new ControlError('NOT_FOUND', 'this plan is not kept any more')
    },
    planImages({ plan, state, ...input }) {
      const images = plans.images(plan)
      if (!images) throw new ControlError('NOT_FOUND', 'this plan is not kept any more')
      return pageOf(
        images.filter((image) => state === undefined || image.state === state),
        input,
      )
    },
    async start({ target: id, only, confirmDeletes }) {
      const more = { ...(only && { only }), ...(confirmDeletes && { confirmDeletes }) }
      const target = targetOf(id)
      return show(await begin(target, requestFor(target, { cause: 'hand', ...more })))
    },
    runs({ target, ...search }) {
      const all = records.list({ ...search, ...(target !== undefined && { limit: 500 }) })
      const own = all.filter((record) => target === undefined || record.target === target)
      return own.slice(0, search.limit).map(show)
    },
    getRun: ({ run }) => show(recordOf(run)),
    runImages({ run, result, ...input }) {
      const record = recordOf(run)
      const settled = settledSince(records, record)
      const all = records.items(run).map((item) => ({
        ...showItem(item, record.request.rule.direction),
        ...(settled.has(`${item.repository}:${item.tag}`) && { settled: true }),
      }))
      return pageOf(
        all.filter((image) => result === undefined || image.result === result),
        input,
      )
    },
    pause: ({ run }) => changed(run, runs.pause(run)),
    resume: ({ run }) => changed(run, runs.resume(run)),
    cancel: ({ run }) => changed(run, runs.cancel(run)),
    async retry({ run }) {
      const record = recordOf(run)
      const failed = records.items(run).filter(({ result }) => result === 'failed')
      const { request } = record
      // Where nothing came of it at all, all of it failed.
      const images = byRepository(failed)
      const again = { ...request, cause: 'retry', ...(images.length > 0 && { images }) } as const
      return show(await begin(ofTarget(record), again))
    },
    async sides({ target: id, repository, tag }) {
      const target = targetOf(id)
      const image = imageOf(repository, tag)
      const { rule } = requestFor(target, { cause: 'conflict' })
      const [{ here, there }, push] = await Promise.all([
        connect.sides(target.remote, { rule }, image).catch((error: unknown) => {
          throw new ControlError('UNAVAILABLE', whyFailed(error))
        }),
        pushOf(repository, tag).catch(() => undefined),
      ])
      const isOfThat = push !== undefined && push.digest === here?.digest
      return {
        ...(here && { here: { ...here, ...(isOfThat && pushIn(push)) } }),
        ...(there && { there }),
      }
    },
    async resolve({ target: id, repository, tag, keep, otherTag: wanted }) {
      const { name, tag: own } = imageOf(repository, tag)
      const target = targetOf(id)
      const there = digestThere(records, id, name, own)
      const as = keep === 'both' ? otherTag(own, there, wanted) : undefined
      const { rule } = requestFor(target, { cause: 'conflict' })
      const direction = keep === 'there' ? 'pull' : 'push'
      const request: RunRequest = {
        rule: { ...rule, direction, deletes: false },
        cause: 'conflict',
        images: [[name, [own]]],
        overwrites: true,
        ...(as && { keepAs: { repository: name, tag: own, as } }),
      }
      return show(await begin(target, request))
    },
  }
}

function imageOf(repository: string, text: string) {
  const [name, tag] = [asRepositoryName(repository), asTag(text)]
  if (name && tag) return { name, tag }
  throw new ControlError('INVALID_INPUT', 'this is no image', 'tag')
}

function pushIn({ pushedAt, pushedBy }: Awaited<ReturnType<PushOf>>) {
  return {
    ...(pushedAt !== undefined && { pushedAt }),
    ...(pushedBy !== undefined && { pushedBy }),
  }
}

/** As the last run that met it has it. */
function digestThere(
  records: RunLog,
  target: string,
  repository: string,
  tag: string,
): string | undefined {
  for (const run of records.list({ limit: 20 })) {
    if (run.target !== target) continue
    const item = records
      .items(run.id)
      .find((one) => one.repository === repository && one.tag === tag)
    if (item) return run.request.rule.direction === 'push' ? item.to : item.from
  }
  return undefined
}

function byRepository(
  items: readonly { readonly repository: string; readonly tag: string }[],
): readonly (readonly [string, readonly string[]])[] {
  const groups = Map.groupBy(items, ({ repository }) => repository)
  return [...groups].map(([name, all]) => [name, all.map(({ tag }) => tag)] as const)
}

function pageOf(
  all: readonly SyncImage[],
  {
    offset,
    limit,
    search = '',
  }: { readonly offset: number; readonly limit: number; readonly search?: string | undefined },
): SyncImagePage {
  const found = search
    ? all.filter(({ repository, tag }) => `${repository}:${tag}`.includes(search.toLowerCase()))
    : all
  return { items: found.slice(offset, offset + limit), total: found.length }
}
