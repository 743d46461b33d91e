import { join } from 'node:path'
import type { Sync } from '../control/sync.ts'
import type { SyncEvent, SyncTarget } from '../control/sync-contract.ts'
import { ControlError } from '../control/control-error.ts'
import type { Log } from '../log.ts'
import { asRepositoryName, asTag } from '../oci/name.ts'
import type { Registry } from '../registry/registry.ts'
import type { LocalChanges } from '../sync/local-end.ts'
import { runLog, type RunRecord, type RunRequest } from '../sync/run-log.ts'
import { selectionOf } from '../sync/rule.ts'
import { openSyncDatabase } from '../sync/state.ts'
import { createConnect } from './connect.ts'
import type { KnownRemotes } from './known-remotes.ts'
import { openOutbox } from './outbox.ts'
import { createPlans } from './plans.ts'
import { requestFor } from './request.ts'
import { openProblems } from './open-problems.ts'
import { runMethods, type PushOf } from './run-methods.ts'
import { createRuns } from './runs.ts'
import { openSavedTargets, type SavedTarget } from './saved-targets.ts'
import { startSchedule, type ScheduleTimes } from './schedule.ts'
import { createTeller } from './teller.ts'
import { showRun } from './views.ts'

export interface SyncTargetsParts {
  readonly registry: Registry
  /** Told of what a pull changes here. */
  readonly changes: LocalChanges
  readonly remotes: KnownRemotes
  readonly pushOf: PushOf
  /** Where it keeps what it remembers; undefined: in memory. */
  readonly folder: string | undefined
  /** What we call ourselves. */
  readonly agent: string
  /** @throws ControlError FORBIDDEN when the registry may not be changed */
  readonly mayChange: () => void
  readonly publish: (make: () => SyncEvent) => void
  readonly log: Log
  readonly times?: ScheduleTimes
}

/** Other registries that are to be level with this one: rules, runs, and what begins them. */
export interface SyncTargets extends Sync {
  /** Something was pushed here, by a client or by a pull: cheap, never throws. */
  pushed(repository: string, tag: string | undefined): void
  /** Runs under way go on when Berth does. */
  close(): Promise<void>
}

export async function openSyncTargets(parts: SyncTargetsParts): Promise<SyncTargets> {
  const { remotes, folder, log, times } = parts
  const database = openSyncDatabase(folder && join(folder, 'sync.db'), log)
  const saved = await openSavedTargets(folder && join(folder, 'sync.json'))
  const records = runLog(database)
  const outbox = openOutbox(database)
  const teller = createTeller(parts.publish, () => ({
    type: 'sync',
    runs: runs.underWay().flatMap((id) => {
      const record = records.get(id)
      return record ? [showRun(record, runs.progress(id))] : []
    }),
    plans: plans.underWay(),
  }))
  const plans = createPlans(teller.tell)
  const doSync = createConnect({ ...parts, database, pushed })
  const runs = createRuns({
    log: records,
    doSync: doSync.run,
    serverLog: log,
    onChange: () => teller.tell(runs.underWay().length > 0),
    onEnd(record) {
      const { target, state, request } = record
      if (target === undefined) return
      const until = untils.get(record.id) ?? 0
      untils.delete(record.id)
      if (state === 'level' || state === 'conflicts') outbox.done(target, until)
      if (request.cause !== 'hand') schedule.noteEnd(target, state !== 'failed')
    },
  })
  /** What was pushed before a run began is done with it. */
  const untils = new Map<number, number>()
  const schedule = startSchedule({
    targets: saved.list,
    outbox,
    isBusy,
    start(target, cause, only, until) {
      void begin(target, requestFor(target, { cause, ...(only.length > 0 && { only }) })).then(
        (record) => untils.set(record.id, until),
        (error: unknown) => {
          log.warn('a sync could not be begun', { registry: target.remote, cause: error })
          schedule.noteEnd(target.id, false)
        },
      )
    },
    ...(times && { times }),
  })

  function isBusy(target: string): boolean {
    return runs.underWay().some((id) => records.get(id)?.target === target)
  }

  function pushed(repository: string, tag: string | undefined, except?: string): void {
    const [name, asked] = [asRepositoryName(repository), tag === undefined ? undefined : asTag(tag)]
    if (!name) return
    for (const { id, rule } of saved.list()) {
      if (!rule.afterPush || rule.direction !== 'push' || id === except) continue
      const selection = selectionOf(rule)
      if (!selection.hasRepository(name) || (asked && !selection.hasTag(name, asked))) continue
      try {
        outbox.add(id, name, asked)
        schedule.noteChange(id)
      } catch (cause) {
        log.warn('what is to be synced could not be noted', { repository: name, cause })
      }
    }
  }

  function targetOf(id: string): SavedTarget {
    const target = saved.get(id)
    if (target) return target
    throw new ControlError('NOT_FOUND', 'there is no such sync')
  }

  async function begin(target: SavedTarget, request: RunRequest): Promise<RunRecord> {
    if (request.rule.direction === 'pull') parts.mayChange()
    const { url } = await remoteOf(target)
    if (isBusy(target.id)) {
      throw new ControlError('CONFLICT', `a sync with ${target.remote} is under way`)
    }
    const { id, remote } = target
    const record = records.begin({ address: url, target: id, remote, request })
    runs.start(record)
    return record
  }

  async function remoteOf({
    remote,
  }: Pick<SavedTarget, 'remote'>): Promise<{ readonly url: string }> {
    const found = await remotes.get(remote)
    if (found) return found
    throw new ControlError('NOT_FOUND', `there is no registry named ${remote}`, 'remote')
  }

  async function showTarget(target: SavedTarget): Promise<SyncTarget> {
    const { id, remote, rule, paused } = target
    const url = (await remotes.get(remote))?.url
    const running = runs.underWay().find((run) => records.get(run)?.target === id)
    const record = running === undefined ? undefined : records.get(running)
    const last = records
      .list({ address: url ?? ' ', limit: 20 })
      .find((run) => run.target === id && run.endedAt !== undefined)
    const nextAt = schedule.nextAt(target)
    const open = last && openProblems(records, { address: last.address, target: id })
    return {
      id,
      remote,
      rule,
      paused,
      ...(url !== undefined && { url }),
      ...(last && { lastRun: showRun(last) }),
      ...(open && { open }),
      ...(record && { running: showRun(record, runs.progress(record.id)) }),
      waiting: outbox.count(id),
      ...(nextAt !== undefined && { nextAt }),
    }
  }

  for (const record of records.open()) {
    // What a command began is the command's.
    if (record.target !== undefined && saved.get(record.target)) runs.start(record)
    else if (record.target !== undefined)
      records.change(record.id, { state: 'cancelled', endedAt: Date.now() })
  }

  return {
    ...runMethods({ records, runs, begin, targetOf, connect: doSync, plans, pushOf: parts.pushOf }),
    pushed: (repository, tag) => pushed(repository, tag),
    targets: async () => await Promise.all(saved.list().map(showTarget)),
    async saveTarget({ id, remote, paused, rule }) {
      const before = id === undefined ? undefined : targetOf(id)
      await remoteOf({ remote })
      const { repositories = [], tags = [], platforms = [], everyMinutes, limit, ...rest } = rule
      const target = await saved.save({
        id,
        remote,
        paused: paused ?? before?.paused ?? false,
        rule: {
          ...rest,
          repositories,
          tags,
          platforms,
          ...(everyMinutes !== undefined && { everyMinutes }),
          ...(limit !== undefined && { limit }),
        },
      })
      teller.tell()
      return await showTarget(target)
    },
    async deleteTarget({ target: id }) {
      const target = targetOf(id)
      if (isBusy(id))
        throw new ControlError('CONFLICT', `a sync with ${target.remote} is under way`)
      await saved.delete(id)
      outbox.forget(id)
      plans.forget(id)
      teller.tell()
    },
    async close() {
      schedule.stop()
      teller.stop()
      await Promise.all([runs.close(), plans.close()])
      database.close()
    },
  }
}
