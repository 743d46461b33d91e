import type { SyncRun } from '../server/control/sync-run-contract.ts'
import { ask } from './ask.ts'
import type { Electron } from './electron.ts'
import type { DesktopHost } from './host.ts'

/**
 * A machine that is left alone does not sleep while a sync runs. One that is put to sleep all the same
 * pauses its syncs before, and goes on with just those when it wakes.
 */
export function keepAwake(
  { powerMonitor, powerSaveBlocker }: Pick<Electron, 'powerMonitor' | 'powerSaveBlocker'>,
  host: Pick<DesktopHost, 'events' | 'dispatch'>,
): void {
  let blocker: number | undefined
  let running: readonly number[] = []
  let asleep: readonly number[] = []

  host.events.subscribe(({ event }) => {
    if (event.type !== 'sync') return
    running = event.runs.filter(isMoving).map(({ id }) => id)
    if (running.length > 0) blocker ??= powerSaveBlocker.start('prevent-app-suspension')
    else if (blocker !== undefined) {
      powerSaveBlocker.stop(blocker)
      blocker = undefined
    }
  })

  powerMonitor.on('suspend', () => {
    asleep = [...new Set([...asleep, ...running])]
    for (const run of running) void ask(host, 'sync.pause', { run })
  })
  powerMonitor.on('resume', () => {
    for (const run of asleep) void ask(host, 'sync.resume', { run })
    asleep = []
  })
}

const isMoving = ({ state }: SyncRun): boolean => state === 'planning' || state === 'running'
