import type { SyncRun } from '../server/control/sync-run-contract.ts'
import { ask } from './ask.ts'
import type { DesktopHost } from './host.ts'

export interface SyncNews {
  readonly title: string
  readonly body: string
  /** The page that tells more. */
  readonly path: string
}

/** Runs looked back on for those that ended since the last look. */
const RECENT = 20

/** Tells of every run that ends from now on, once. */
export function followEnds(
  host: Pick<DesktopHost, 'events' | 'dispatch'>,
  onEnd: (run: SyncRun) => void,
): void {
  const since = Date.now()
  const told = new Set<number>()
  let before = ''

  host.events.subscribe(({ event }) => {
    if (event.type !== 'sync') return
    const now = event.runs.map(({ id }) => id).join()
    // While the same runs go on, none has ended.
    if (now === before && now !== '') return
    before = now
    void look()
  })

  async function look(): Promise<void> {
    const runs = (await ask(host, 'sync.runs', { limit: RECENT })) ?? []
    for (const run of runs.toReversed()) {
      if ((run.endedAt ?? 0) < since || told.has(run.id)) continue
      told.add(run.id)
      onEnd(run)
    }
    const oldest = runs.at(-1)?.id ?? 0
    for (const id of told) if (id < oldest) told.delete(id)
  }
}

/** What is worth telling: all that needs somebody, and what somebody began. */
export function newsOf(run: SyncRun): SyncNews | undefined {
  const { id, remote, state, cause, failed, conflicts, message, progress } = run
  const path = `sync/run/${id}`
  if (state === 'failed') {
    const body = message ?? `${counted(failed, 'image')} did not get there.`
    return { title: `Sync with ${remote} failed`, body, path }
  }
  if (state === 'conflicts') {
    const body = `${counted(conflicts, 'image')} changed on both sides. Choose which one counts.`
    return { title: `Sync with ${remote} needs a decision`, body, path }
  }
  const isByItself = cause === 'push' || cause === 'schedule'
  if (state !== 'level' || isByItself) return undefined
  const moved = progress?.images.done ?? 0
  const body = moved === 0 ? 'All was level already.' : `${counted(moved, 'image')} brought level.`
  return { title: `Sync with ${remote} finished`, body, path }
}

const counted = (value: number, one: string): string => `${value} ${value === 1 ? one : `${one}s`}`
