import { isDeepStrictEqual } from 'node:util'
import type { UploadPurgingConfig } from './config/config.ts'
import type { Log } from './log.ts'
import type { StorageDriver } from './storage/driver.ts'
import type { Catalog } from './registry/catalog.ts'
import { purgeUploads } from './registry/purge.ts'

/** The first round comes soon after the start: a server that is switched off daily purges too. */
const FIRST = 60_000

export interface PurgeSchedule {
  /** From now on; a round under way goes on as it began. */
  change(config: UploadPurgingConfig): void
  stop(): Promise<void>
}

/** Purges uploads now and then (`storage.maintenance.uploadpurging`), one round at a time. */
export function schedulePurge(
  driver: StorageDriver,
  catalog: Catalog,
  config: UploadPurgingConfig,
  log: Log,
): PurgeSchedule {
  let now = config
  let stopped = false
  let round: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  async function purge({ age, dryRun }: UploadPurgingConfig): Promise<void> {
    try {
      for await (const { repository, id } of purgeUploads(driver, catalog, { age, dryRun })) {
        log.info(dryRun ? 'would purge upload' : 'purged upload', { repository, id })
        if (stopped) return
      }
    } catch (error) {
      log.error('purging uploads failed', { cause: String(error) })
    }
  }

  function plan(delay: number): void {
    if (stopped || !now.enabled) return
    timer = setTimeout(() => {
      round = purge(now).finally(() => {
        round = undefined
        plan(now.interval)
      })
    }, delay)
    timer.unref()
  }

  plan(Math.min(FIRST, now.interval))
  return {
    change(next) {
      if (isDeepStrictEqual(next, now)) return
      now = next
      clearTimeout(timer)
      if (!round) plan(Math.min(FIRST, now.interval))
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await round
    },
  }
}
