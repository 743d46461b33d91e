import type { QueryClient } from '@tanstack/react-query'
import type { SyncEvent, SyncTarget } from '../server/control/sync-contract.ts'
import type { SyncPlanView } from '../server/control/sync-plan-contract.ts'
import type { SyncRun } from '../server/control/sync-run-contract.ts'

/** An event tells of all that is under way: what is missing there has ended, and is asked for again. */
export function applySync(client: QueryClient, { runs, plans }: SyncEvent): void {
  const targets = client.getQueryData<readonly SyncTarget[]>(['sync.targets', null])
  if (targets) patchTargets(client, targets, runs)
  // One may have begun and ended since the last event.
  if (runs.length + plans.length === 0) askForLists(client)
  for (const run of runs) patchRun(client, run)
  for (const plan of plans) client.setQueryData(['sync.getPlan', { plan: plan.id }], plan)
  askForEnded(client, runs, plans)
}

function patchTargets(
  client: QueryClient,
  targets: readonly SyncTarget[],
  runs: readonly SyncRun[],
): void {
  const known = new Set(targets.flatMap(({ running }) => running?.id ?? []))
  const isSame = runs.length === known.size && runs.every(({ id }) => known.has(id))
  client.setQueryData<readonly SyncTarget[]>(
    ['sync.targets', null],
    targets.map((target) => withRun(target, runs)),
  )
  if (!isSame) askForLists(client)
}

function askForLists(client: QueryClient): void {
  for (const method of ['sync.targets', 'sync.runs', 'sync.runImages']) {
    void client.invalidateQueries({ queryKey: [method] })
  }
}

function withRun(target: SyncTarget, runs: readonly SyncRun[]): SyncTarget {
  const { running: _, ...rest } = target
  const running = runs.find((run) => run.target === target.id)
  return { ...rest, ...(running && { running }) }
}

/** Its images are asked for again as they end. */
function patchRun(client: QueryClient, run: SyncRun): void {
  const key = ['sync.getRun', { run: run.id }]
  const before = client.getQueryData<SyncRun>(key)
  client.setQueryData(key, run)
  if (before && stageOf(before) !== stageOf(run)) askForImages(client, run.id)
}

const stageOf = ({ state, progress }: SyncRun): string => `${state} ${progress?.images.done ?? 0}`

function askForImages(client: QueryClient, run: number): void {
  void client.invalidateQueries({
    predicate: ({ queryKey: [method, input] }) =>
      method === 'sync.runImages' && (input as { readonly run?: number }).run === run,
  })
}

function askForEnded(
  client: QueryClient,
  runs: readonly SyncRun[],
  plans: readonly SyncPlanView[],
): void {
  const isGoing = new Set([...runs, ...plans].map(({ id }) => id))
  const ended = client.getQueryCache().findAll({
    predicate: ({ queryKey: [method], state: { data } }) =>
      (method === 'sync.getRun' && isOpen(data as SyncRun | undefined, isGoing)) ||
      (method === 'sync.getPlan' && isLooking(data as SyncPlanView | undefined, isGoing)),
  })
  for (const { queryKey, state } of ended) {
    void client.invalidateQueries({ queryKey })
    if (queryKey[0] === 'sync.getRun') askForImages(client, (state.data as SyncRun).id)
  }
}

const isOpen = (run: SyncRun | undefined, isGoing: ReadonlySet<unknown>): boolean =>
  run !== undefined && run.endedAt === undefined && !isGoing.has(run.id)

const isLooking = (plan: SyncPlanView | undefined, isGoing: ReadonlySet<unknown>): boolean =>
  plan !== undefined && plan.state === 'looking' && !isGoing.has(plan.id)
