import { createPace } from '../sync/pace.ts'
import { WHOLE, type SyncRule } from '../sync/rule.ts'
import { runLog } from '../sync/run-log.ts'
import { endOf } from '../sync/run-end.ts'
import { whyFailed } from '../sync/why-failed.ts'
import { planSync, syncOnce, TooManyDeletes, type SyncWanted } from '../sync/sync-once.ts'
import { parseCommandLine, UsageError, type CommandIo } from './command.ts'
import { openEnd, type RegistryEnd } from './end.ts'
import { interruption } from './interruption.ts'
import { databaseOf } from './sync-database.ts'
import { reportSync } from './sync-report.ts'
import { showSync } from './sync-progress.ts'
import { openTarget, TARGET_OPTIONS, type TargetOptions } from './sync-target.ts'

/** For people who look at it and for those who parse it. */
export interface RunOptions extends TargetOptions {
  readonly target: string
  readonly rule: SyncRule
  readonly only: readonly string[]
  readonly overwrites: boolean
  readonly confirmDeletes: boolean
  readonly dryRun: boolean
  readonly json: boolean
  /** Bytes a second. */
  readonly limit: number | undefined
  readonly config: string | undefined
  readonly data: string | undefined
  readonly registryUser: string | undefined
}

/** `berth sync run`. @returns the exit code */
export async function syncRun(args: string[], io: CommandIo): Promise<number> {
  const options = parse(args)
  const { rule, dryRun } = options
  await using here = await openHere(options, io)
  const target = await openTarget(options.target, options, io)
  using interrupted = interruption()
  const database = databaseOf(here, io)
  try {
    const wanted: SyncWanted = {
      here: here.whole,
      remote: target.remote,
      address: target.address,
      rule,
      database,
      only: options.only,
      overwrites: options.overwrites,
      pace: createPace(options.limit),
      signal: interrupted.signal,
    }
    if (dryRun) return reportSync(options, { plan: await planSync(wanted) }, io)
    return reportSync(options, await doIt(wanted, options, target.name, io), io)
  } finally {
    database.close()
    target.remote.close()
  }
}

/** In the history it stands beside what the server does by itself. */
async function doIt(wanted: SyncWanted, options: RunOptions, remote: string, io: CommandIo) {
  const { rule, only, overwrites, confirmDeletes, json } = options
  const log = runLog(wanted.database)
  const request = { rule, only, overwrites, confirmDeletes, cause: 'hand' as const }
  const { id } = log.begin({ address: wanted.address.url, remote, request })
  const shown = showSync(io, json)
  try {
    const result = await syncOnce(wanted, {
      confirmDeletes,
      onPlan(plan) {
        log.planned(id, plan.images)
        log.change(id, { totals: plan.totals, state: 'running' })
        shown.onPlan(plan)
      },
      onProgress: shown.onProgress,
      onImage: (outcome) => log.ended(id, outcome),
    })
    log.change(id, { ...endOf(result.outcomes, result.progress), endedAt: Date.now() })
    return result
  } catch (error) {
    const state = wanted.signal.aborted ? 'cancelled' : 'failed'
    log.change(id, { state, message: whyFailed(error), endedAt: Date.now() })
    throw error instanceof TooManyDeletes
      ? new Error(`${error.message} with --confirm-deletes`, { cause: error })
      : error
  } finally {
    shown.end()
  }
}

function openHere(options: RunOptions, io: CommandIo): Promise<RegistryEnd> {
  const { config, data, registryUser: user, rule, dryRun } = options
  const isPull = rule.direction === 'pull'
  // Its password is not that of the target.
  const env = { ...io.env, BERTH_PASSWORD: io.env['BERTH_REGISTRY_PASSWORD'] }
  const use = { changes: isPull && !dryRun, makes: isPull }
  return openEnd({ config, data, user }, { ...streamsOf(io), env }, use)
}

const streamsOf = ({ stdin, stdout, stderr }: CommandIo) => ({ stdin, stdout, stderr })

function parse(args: string[]): RunOptions {
  const { values, positionals } = parseCommandLine({
    args,
    allowPositionals: true,
    options: {
      ...TARGET_OPTIONS,
      pull: { type: 'boolean' },
      only: { type: 'string', multiple: true },
      platform: { type: 'string', multiple: true },
      'no-referrers': { type: 'boolean' },
      delete: { type: 'boolean' },
      'confirm-deletes': { type: 'boolean' },
      overwrite: { type: 'boolean' },
      limit: { type: 'string' },
      'dry-run': { type: 'boolean' },
      json: { type: 'boolean' },
      config: { type: 'string' },
      data: { type: 'string' },
      'registry-user': { type: 'string' },
    },
  })
  const [target, ...rest] = positionals
  if (!target) throw new UsageError('sync run needs a TARGET: an address, or a saved name')
  if (rest.length > 0) throw new UsageError('sync run takes one TARGET')
  return {
    target,
    rule: {
      ...WHOLE,
      direction: values.pull ? 'pull' : 'push',
      platforms: values.platform ?? [],
      referrers: !values['no-referrers'],
      deletes: values.delete ?? false,
    },
    only: values.only ?? [],
    overwrites: values.overwrite ?? false,
    confirmDeletes: values['confirm-deletes'] ?? false,
    dryRun: values['dry-run'] ?? false,
    json: values.json ?? false,
    limit: limitIn(values.limit),
    config: values.config,
    data: values.data,
    registryUser: values['registry-user'],
    user: values.user,
    'password-stdin': values['password-stdin'],
  }
}

function limitIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const megabytes = Number(text)
  if (megabytes > 0) return megabytes * 1_000_000
  throw new UsageError(`--limit ${text} is no number of MB a second`)
}
