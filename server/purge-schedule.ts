import type { UploadPurgingConfig } from './config/config.ts'
import type { Log } from './log.ts'
import type { StorageDriver } from './storage/driver.ts'
import type { Catalog } from './registry/catalog.ts'
import { purgeUploads } from './registry/purge.ts'

/** The first round comes soon after the start: a server that is switched off daily purges too. */
const FIRST = 60_000

/** Purges uploads now and then (`storage.maintenance.uploadpurging`), one round at a time. */
export function schedulePurge(
  driver: StorageDriver,
  catalog: Catalog,
  { enabled, age, interval, dryRun }: UploadPurgingConfig,
  log: Log,
): { stop(): Promise<void> } {
  let stopped = !enabled
  let round: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  async function purge(): Promise<void> {
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
    if (stopped) return
    timer = setTimeout(() => {
      round = purge().finally(() => plan(interval))
    }, delay)
    timer.unref()
  }

  plan(Math.min(FIRST, interval))
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await round
    },
  }
}
