import type { RunItem, RunLog, RunRecord } from '../sync/run-log.ts'

/** What failed or is in conflict and was not seen to since. */
export interface OpenProblems {
  /** The last run that met one of them. */
  readonly run: number
  readonly failed: number
  readonly conflicts: number
}

/** Runs that are looked back on. */
const MOST = 100

const isOver = ({ endedAt, state }: RunRecord): boolean =>
  endedAt !== undefined && (state === 'level' || state === 'failed' || state === 'conflicts')

/** A run that looked at all there is tells of everything anew. */
const isWhole = ({ request: { images, only }, totals }: RunRecord): boolean =>
  images === undefined && only === undefined && totals !== undefined

const problemsOf = (items: readonly RunItem[]): readonly RunItem[] =>
  items.filter(({ result }) => result === 'failed' || result === 'conflict')

const nameOf = ({ repository, tag }: RunItem): string => `${repository}:${tag}`

/** Of a target, from its runs back to the last that looked at all. */
export function openProblems(
  log: RunLog,
  { address, target }: { readonly address: string; readonly target: string },
): OpenProblems | undefined {
  const all = log.list({ address, limit: MOST }).filter((run) => run.target === target)
  const ended = all.filter(isOver)
  const whole = ended.findIndex(isWhole)
  const seen = new Set<string>()
  const counts = { failed: 0, conflicts: 0 }
  let last: number | undefined
  for (const run of ended.slice(0, whole === -1 ? ended.length : whole + 1)) {
    const isBad = run.failed + run.conflicts > 0
    // What went well is only of interest where something older may not have.
    if (!isBad && run.request.images === undefined) continue
    for (const item of log.items(run.id)) {
      if (item.result === undefined || seen.has(nameOf(item))) continue
      seen.add(nameOf(item))
      if (item.result === 'failed') counts.failed++
      if (item.result === 'conflict') counts.conflicts++
      if (item.result === 'failed' || item.result === 'conflict') last ??= run.id
    }
  }
  return last === undefined ? undefined : { run: last, ...counts }
}

/** Names of images with which a run had trouble, and that are seen to since, or were looked at anew. */
export function settledSince(log: RunLog, run: RunRecord): ReadonlySet<string> {
  const items = problemsOf(log.items(run.id))
  if (items.length === 0) return new Set()
  const later = log
    .list({ address: run.address, limit: MOST })
    .filter((one) => one.id > run.id && one.target === run.target && isOver(one))
  if (later.some(isWhole)) return new Set(items.map(nameOf))
  const done = later.flatMap(({ id }) => log.items(id)).filter(({ result }) => isDone(result))
  const names = new Set(done.map(nameOf))
  return new Set(items.map(nameOf).filter((name) => names.has(name)))
}

const isDone = (result: RunItem['result']): boolean => result === 'done' || result === 'deleted'
