import { whyFailed } from '../sync/why-failed.ts'
import type { Log } from '../log.ts'
import type { RunLog, RunRecord, RunRequest } from '../sync/run-log.ts'
import { createPace, type Pace } from '../sync/pace.ts'
import type { Progress } from '../sync/progress.ts'
import { TooManyDeletes, type SyncWanted, type SyncWatcher } from '../sync/sync-once.ts'
import { endOf } from '../sync/run-end.ts'
import { SyncUnderWay } from '../sync/hold.ts'
import type { ImageOutcome } from '../sync/outcome.ts'
import type { Plan } from '../sync/plan-contents.ts'

/** How a run is done: all of it, or the reason why not. */
export type DoSync = (
  request: RunRequest,
  record: RunRecord,
  more: Pick<SyncWanted, 'pace' | 'signal'>,
  watcher: SyncWatcher,
) => Promise<{ readonly outcomes: readonly ImageOutcome[]; readonly progress: Progress }>

export interface RunsParts {
  readonly log: RunLog
  readonly doSync: DoSync
  readonly serverLog: Pick<Log, 'info' | 'warn'>
  /** Something is another than before. */
  readonly onChange: () => void
  readonly onEnd: (run: RunRecord) => void
}

/** Runs of this process. */
export interface Runs {
  start(record: RunRecord): void
  pause(id: number): boolean
  resume(id: number): boolean
  cancel(id: number): boolean
  progress(id: number): Progress | undefined
  /** Ids, in the order of their beginning. */
  underWay(): readonly number[]
  /** Lets go of all; they go on when Berth does. */
  close(): Promise<void>
}

interface UnderWay {
  readonly pace: Pace
  readonly stop: AbortController
  ended: Promise<void>
  progress: () => Progress | undefined
}

/** The reasons why a run is stopped from here. */
const CANCELLED = new Error('cancelled')
const CLOSING = new Error('Berth is ending')

export function createRuns({ log, doSync, serverLog, onChange, onEnd }: RunsParts): Runs {
  const underWay = new Map<number, UnderWay>()

  async function run(record: RunRecord, own: UnderWay): Promise<void> {
    const { id, request } = record
    const watcher: SyncWatcher = {
      onPlan: (plan: Plan) => {
        log.planned(id, plan.images)
        log.change(id, { totals: plan.totals, ...(!own.pace.isPaused && { state: 'running' }) })
        onChange()
      },
      onProgress: (now) => void (own.progress = now),
      onImage: (outcome) => log.ended(id, outcome),
    }
    const more = { pace: own.pace, signal: own.stop.signal }
    log.change(id, { state: own.pace.isPaused ? 'paused' : 'planning' })
    const end = await doSync(request, record, more, watcher).then(
      ({ outcomes, progress }) => endOf(outcomes, progress),
      (error: unknown) => failureOf(error, own),
    )
    underWay.delete(id)
    // It goes on with the next start.
    const isOver = end.state !== 'interrupted' && end.state !== 'paused'
    const after = log.change(id, { ...end, ...(isOver && { endedAt: Date.now() }) })
    serverLog.info('sync ended', { run: id, registry: record.remote, state: end.state })
    if (isOver) onEnd(after)
    onChange()
  }

  function failureOf(error: unknown, own: UnderWay): Partial<RunRecord> {
    const progress = own.progress()
    const so = { ...(progress && { progress }) }
    if (own.stop.signal.reason === CLOSING) {
      return { ...so, state: own.pace.isPaused ? 'paused' : 'interrupted' }
    }
    if (own.stop.signal.reason === CANCELLED) return { ...so, state: 'cancelled' }
    const isOurs = !(error instanceof TooManyDeletes || error instanceof SyncUnderWay)
    if (isOurs) serverLog.warn('a sync failed', { cause: error })
    return { ...so, state: 'failed', message: whyFailed(error) }
  }

  return {
    start(record) {
      const stop = new AbortController()
      const pace = createPace(record.request.limit)
      const own: UnderWay = { pace, stop, ended: Promise.resolve(), progress: () => undefined }
      if (record.state === 'paused') pace.pause()
      underWay.set(record.id, own)
      own.ended = run(record, own)
      onChange()
    },
    pause(id) {
      const own = underWay.get(id)
      own?.pace.pause()
      if (own) log.change(id, { state: 'paused' })
      onChange()
      return own !== undefined
    },
    resume(id) {
      const own = underWay.get(id)
      own?.pace.resume()
      if (own) log.change(id, { state: log.get(id)?.totals ? 'running' : 'planning' })
      onChange()
      return own !== undefined
    },
    cancel(id) {
      const own = underWay.get(id)
      own?.stop.abort(CANCELLED)
      return own !== undefined
    },
    progress: (id) => underWay.get(id)?.progress(),
    underWay: () => [...underWay.keys()],
    async close() {
      for (const { stop } of underWay.values()) stop.abort(CLOSING)
      await Promise.all([...underWay.values()].map(({ ended }) => ended))
    },
  }
}
