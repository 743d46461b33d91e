import { isDeepStrictEqual } from 'node:util'
import { CareBusy, CareStopped, type Care } from './collect/care.ts'
import { lastCollection } from './collect/collect.ts'
import type { GcConfig, StorageConfig } from './config/config.ts'
import type { Log } from './log.ts'
import type { StorageDriver } from './storage/driver.ts'

/** Not while a server that has just come up is busy with those who waited for it. */
const FIRST = 5 * 60_000
/** Longer than a process may be late, shorter than anybody would notice. */
const EARLY = 30_000

const BY_ITSELF = { via: 'server' } as const

export interface CollectSchedule {
  /** From now on; a round under way goes on as it began. */
  change(config: GcConfig): void
  /** As it is now; `next`: when the next round begins, in milliseconds since 1970. */
  now(): GcConfig & { readonly next?: number }
  stop(): Promise<void>
}

/**
 * What it may do under these rules: nothing while the registry is read-only, whose storage may be copied
 * just now, and no image goes where deleting is switched off.
 */
export const allowedOf = ({ gc, readOnly, deleteEnabled }: StorageConfig): GcConfig => ({
  ...gc,
  enabled: gc.enabled && !readOnly,
  untagged: gc.untagged && deleteEnabled,
})

/**
 * Frees space now and then (`storage.maintenance.gc`). The last time is known by storage, so that neither
 * a restart nor another process on the same storage makes a round come early.
 */
export function scheduleCollect(
  driver: StorageDriver,
  care: Pick<Care, 'collect' | 'measure'>,
  config: GcConfig,
  log: Log,
): CollectSchedule {
  let now = config
  let due: Date | undefined
  let stopped = false
  let round: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  async function untilDue({ interval }: GcConfig): Promise<number> {
    const last = await lastCollection(driver)
    return last ? last.getTime() + interval - Date.now() : 0
  }

  async function collectIfDue(): Promise<void> {
    try {
      if ((await untilDue(now)) > EARLY) return
      const { removed, faultCount } = await care.collect({
        by: BY_ITSELF,
        untagged: now.untagged,
        dryRun: false,
      })
      const { bytes, blobs, manifests } = removed
      await care.measure({ by: BY_ITSELF })
      log.info('freed space', { bytes, blobs, manifests })
      if (faultCount > 0) log.warn('storage has faults: see berth check', { faults: faultCount })
    } catch (error) {
      if (stopped || error instanceof CareBusy) return
      if (error instanceof CareStopped) return log.info('freeing space was stopped')
      log.error('freeing space failed', { cause: String(error) })
    }
  }

  function wait(delay: number): void {
    if (stopped || !now.enabled) return
    due = new Date(Date.now() + delay)
    timer = setTimeout(() => {
      round = collectIfDue().finally(async () => {
        round = undefined
        await plan(0)
      })
    }, delay)
    timer.unref()
  }

  async function plan(least: number): Promise<void> {
    clearTimeout(timer)
    due = undefined
    if (stopped || !now.enabled) return
    const rest = await untilDue(now).catch(() => now.interval)
    // Whatever went wrong, not at once again.
    wait(Math.max(least, Math.min(rest, now.interval), Math.min(EARLY, now.interval)))
  }

  void plan(Math.min(FIRST, config.interval))
  return {
    now: () => ({ ...now, ...(due && { next: due.getTime() }) }),
    change(next) {
      if (isDeepStrictEqual(next, now)) return
      now = next
      if (!round) void plan(Math.min(FIRST, now.interval))
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await round
    },
  }
}
