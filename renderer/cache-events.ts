import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { CareStatus, CareWork } from '../server/control/care-contract.ts'
import type { Activity } from '../server/control/activity-contract.ts'
import type { ConsoleEvent } from '../server/control/contract.ts'
import type { SyncEvent } from '../server/control/sync-contract.ts'
import type { Transport } from './transport.ts'

/** Pushes of many images come with many events; lists are asked for again once in this time. */
const GATHER_MS = 250

/** Keeps what is shown true: patches where an event tells all, asks again where it does not. */
export function applyEvents(transport: Transport, client: QueryClient): () => void {
  const lists = gathered((names) => refreshRepositories(client, names))
  const endEvents = transport.subscribe((event) => apply(event, client, lists.add))
  const endState = followState(transport, client)
  return () => {
    endEvents()
    endState()
    lists.end()
  }
}

function apply(
  event: ConsoleEvent,
  client: QueryClient,
  changed: (names: readonly string[]) => void,
): void {
  switch (event.type) {
    case 'status':
      return void client.setQueryData(['registry.status', null], event.status)
    case 'transfers':
      return void client.setQueryData(['transfers.list', null], event.transfers)
    case 'repositories':
      return changed(event.names)
    case 'activity':
      return addActivity(client, event.activity)
    case 'sync':
      return void applySync(event, client)
    case 'care':
      return showWork(client, event.work)
    case 'log':
      return undefined
  }
}

/** Not needed for the first page to be seen; who has it not yet asks for all of it. */
async function applySync(event: SyncEvent, client: QueryClient): Promise<void> {
  const patch = await import('./cache-sync.ts').catch(() => undefined)
  if (patch) patch.applySync(client, event)
  else void client.invalidateQueries({ queryKey: ['sync.targets'] })
}

/** What waits to be synced changes with what was pushed. */
const LISTS = new Set<unknown>(['repositories.list', 'sync.targets'])

/** While it goes on, only how far it is has changed. */
function showWork(client: QueryClient, work: CareWork | undefined): void {
  if (!work) return void client.invalidateQueries({ queryKey: CARE })
  client.setQueryData<CareStatus>(CARE, (data) => data && { ...data, work })
}

const CARE = ['care.get', null] as const

const BY_REPOSITORY = new Set<unknown>([
  'repositories.get',
  'tags.list',
  'tags.previewDelete',
  'images.get',
])

function refreshRepositories(client: QueryClient, names: ReadonlySet<string>): void {
  void client.invalidateQueries({
    predicate: ({ queryKey: [method, input] }) =>
      LISTS.has(method) ||
      (BY_REPOSITORY.has(method) && (names.size === 0 || names.has(repositoryIn(input)))),
  })
}

function repositoryIn(input: unknown): string {
  return typeof input === 'object' && input !== null && 'repository' in input
    ? String(input.repository)
    : ''
}

/** What lists all of it gets the newest on top; what was searched for is asked for again. */
function addActivity(client: QueryClient, activity: Activity): void {
  client.setQueryData<InfiniteData<readonly Activity[]>>(historyKey(''), (data) => {
    const [first, ...more] = data?.pages ?? []
    return data && first ? { ...data, pages: [[activity, ...first], ...more] } : data
  })
  client.setQueriesData<readonly Activity[]>({ queryKey: ['activity.list', {}] }, (data) =>
    data?.[0] ? [activity, ...data.slice(0, -1)] : data && [activity],
  )
  void client.invalidateQueries({
    predicate: ({ queryKey: [method, kind, search] }) =>
      method === 'activity.list' && kind === HISTORY && search !== '',
  })
}

const HISTORY = 'history'

/** The key of the history, or of what fits a search in it; its pages go back in time. */
export const historyKey = (search: string): readonly unknown[] => ['activity.list', HISTORY, search]

/** Asks for everything again when the host is back, and forgets everything when somebody is out. */
function followState(transport: Transport, client: QueryClient): () => void {
  let before = transport.state
  return transport.onState(() => {
    const now = transport.state
    // What one person saw is not for the next.
    if (now === 'login' && before !== 'login') client.clear()
    if (now === 'online' && before !== 'online') void client.invalidateQueries()
    before = now
  })
}

/** Collects names for a moment. No name at all means every repository, as in the event. */
function gathered(flush: (names: ReadonlySet<string>) => void) {
  let names = new Set<string>()
  let everything = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const run = () => {
    const found = everything ? new Set<string>() : names
    names = new Set()
    everything = false
    timer = undefined
    flush(found)
  }
  return {
    add(more: readonly string[]) {
      everything ||= more.length === 0
      for (const name of more) names.add(name)
      timer ??= setTimeout(run, GATHER_MS)
    },
    end: () => clearTimeout(timer),
  }
}
