import type { ImageOutcome } from './outcome.ts'
import type { PlannedImage, PlanTotals } from './plan-contents.ts'
import type { Progress } from './progress.ts'
import type { SyncRule } from './rule.ts'
import type { SyncDatabase } from './state.ts'

/** What a run was asked to do; enough to do it again after a restart. */
export interface RunRequest {
  readonly rule: SyncRule
  readonly cause: 'hand' | 'push' | 'schedule' | 'retry' | 'conflict'
  /** Patterns that narrow the rule. */
  readonly only?: readonly string[]
  /** These alone, as `[repository, tags]`. */
  readonly images?: readonly (readonly [string, readonly string[]])[]
  readonly overwrites?: boolean
  readonly confirmDeletes?: boolean
  /** Bytes a second. */
  readonly limit?: number
  /** First gives what is there this name, so that it is not lost. */
  readonly keepAs?: { readonly repository: string; readonly tag: string; readonly as: string }
}

export type RunState =
  | 'planning'
  | 'running'
  | 'paused'
  | 'level'
  | 'failed'
  | 'conflicts'
  | 'cancelled'
  | 'interrupted'

export interface RunRecord {
  readonly id: number
  /** The address of the other registry. */
  readonly address: string
  /** The target's id, where a rule of the server began it. */
  readonly target?: string
  /** As the other registry is called. */
  readonly remote: string
  readonly state: RunState
  readonly startedAt: number
  readonly endedAt?: number
  readonly request: RunRequest
  readonly totals?: PlanTotals
  readonly progress?: Progress
  readonly failed: number
  readonly conflicts: number
  readonly message?: string
}

/** A line of a run, as it is kept. */
export interface RunItem {
  readonly repository: string
  readonly tag: string
  readonly state: PlannedImage['state']
  readonly from?: string
  readonly to?: string
  readonly moved?: 'there' | 'both' | 'unknown'
  readonly deletes?: boolean
  readonly result?: 'done' | 'deleted' | 'failed' | 'conflict'
  readonly problem?: string
}

/** Runs, under way and over, with what came of every image. */
export interface RunLog {
  begin(run: Omit<RunRecord, 'id' | 'failed' | 'conflicts' | 'state' | 'startedAt'>): RunRecord
  change(id: number, more: Partial<RunRecord>): RunRecord
  get(id: number): RunRecord | undefined
  /** The newest first. */
  list(search: {
    readonly address?: string | undefined
    readonly before?: number | undefined
    readonly limit: number
  }): readonly RunRecord[]
  /** Those that did not end. */
  open(): readonly RunRecord[]
  /** All but those that were level already. */
  planned(id: number, images: readonly PlannedImage[]): void
  ended(id: number, outcome: ImageOutcome): void
  items(id: number): readonly RunItem[]
  forget(address: string): void
}

/** Runs kept in all, and images of one. */
const MOST_RUNS = 500
const MOST_ITEMS = 20_000

export function runLog(database: SyncDatabase): RunLog {
  const { sql, change: together } = database
  const insert = sql.prepare('INSERT INTO run (target, state, startedAt, json) VALUES (?, ?, ?, ?)')
  const update = sql.prepare('UPDATE run SET state = ?, endedAt = ?, json = ? WHERE id = ?')
  const select = sql.prepare('SELECT id, state, startedAt, endedAt, json FROM run WHERE id = ?')
  const trim = sql.prepare('DELETE FROM run WHERE id <= ? AND endedAt IS NOT NULL')
  const all = sql.prepare(
    "SELECT id, state, startedAt, endedAt, json FROM run WHERE (? = '' OR target = ?) AND id < ? ORDER BY id DESC LIMIT ?",
  )
  const open = sql.prepare(
    'SELECT id, state, startedAt, endedAt, json FROM run WHERE endedAt IS NULL ORDER BY id',
  )
  const putItem = sql.prepare('INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, ?)')
  const items = sql.prepare('SELECT json FROM item WHERE run = ? ORDER BY repository, tag')
  const clear = sql.prepare('DELETE FROM item WHERE run = ?')
  const forget = sql.prepare('DELETE FROM run WHERE target = ? AND endedAt IS NOT NULL')

  function get(id: number): RunRecord | undefined {
    const row = select.get(id)
    return row && recordIn(row)
  }

  function save(id: number, item: RunItem): void {
    const { repository, tag, result = '' } = item
    putItem.run(id, repository, tag, result, JSON.stringify(item))
  }

  return {
    get,
    begin(run) {
      const startedAt = Date.now()
      const record = { ...run, failed: 0, conflicts: 0 }
      const { lastInsertRowid } = insert.run(
        run.address,
        'planning',
        startedAt,
        JSON.stringify(record),
      )
      const id = Number(lastInsertRowid)
      trim.run(id - MOST_RUNS)
      return { ...record, id, state: 'planning', startedAt }
    },
    change(id, more) {
      const before = get(id)
      if (!before) throw new Error(`there is no run ${id}`)
      const after = { ...before, ...more }
      const { id: _, state, startedAt: _at, endedAt, ...json } = after
      update.run(state, endedAt ?? null, JSON.stringify(json), id)
      return after
    },
    list: ({ address = '', before = Number.MAX_SAFE_INTEGER, limit }) =>
      all.all(address, address, before, limit).map(recordIn),
    open: () => open.all().map(recordIn),
    planned(id, images) {
      together(() => {
        clear.run(id)
        const told = images.filter(({ state, work }) => state !== 'equal' || work)
        for (const image of told.slice(0, MOST_ITEMS)) save(id, itemOf(image))
      })
    },
    ended(id, { image, state, problem }) {
      if (state === 'equal' && !image.work) return
      const result = state === 'equal' || state === 'only-there' ? undefined : state
      save(id, {
        ...itemOf(image),
        ...(result && { result }),
        ...(problem !== undefined && { problem }),
      })
    },
    items: (id) => items.all(id).map(({ json }) => JSON.parse(String(json)) as RunItem),
    forget: (address) => void forget.run(address),
  }
}

function itemOf({
  repository,
  tag,
  state,
  from,
  to,
  moved,
  deletes,
  problem,
}: PlannedImage): RunItem {
  return {
    repository,
    tag,
    state,
    ...(from && { from: from.digest }),
    ...(to && { to: to.digest }),
    ...(moved && { moved }),
    ...(deletes && { deletes }),
    ...(problem !== undefined && { problem }),
  }
}

function recordIn(row: Readonly<Record<string, unknown>>): RunRecord {
  const { id, state, startedAt, endedAt, json } = row
  return {
    ...(JSON.parse(String(json)) as Omit<RunRecord, 'id' | 'state' | 'startedAt'>),
    id: Number(id),
    state: state as RunState,
    startedAt: Number(startedAt),
    ...(endedAt !== null && { endedAt: Number(endedAt) }),
  }
}
