import type { HealthConfig } from './config/config.ts'
import type { Log } from './log.ts'
import { within } from './storage/deadline.ts'
import type { StorageDriver } from './storage/driver.ts'

export type Health =
  | { readonly ok: true }
  /** `reason` is for the person who runs the registry. */
  | { readonly ok: false; readonly reason: string; readonly since: Date }

/** Whether storage can be used, as far as is known. */
export interface StorageHealth {
  readonly now: Health
  stop(): Promise<void>
}

/** While storage is away it is asked this often, in milliseconds, if the interval is not shorter. */
const IMPATIENT = 2_000
/** How long one question may take, in milliseconds. */
const PATIENCE = 10_000

const HEALTHY: Health = { ok: true }

/**
 * Asks storage now and then (`health.storagedriver`). After `threshold` failures in a row it counts as
 * away, until the first answer; both are logged once.
 */
export function watchStorage(
  driver: StorageDriver,
  { enabled, interval, threshold }: HealthConfig['storageDriver'],
  log: Log,
): StorageHealth {
  let now = HEALTHY
  let failures = 0
  let stopped = !enabled
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> = Promise.resolve()

  async function ask(): Promise<void> {
    try {
      await within(PATIENCE, () => driver.check())
      if (!now.ok) log.info('storage can be used again', { away: secondsSince(now.since) })
      failures = 0
      now = HEALTHY
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error))
    }
  }

  function fail(reason: string): void {
    failures++
    if (failures < threshold) return
    if (now.ok) log.error('storage cannot be used', { reason })
    now = { ok: false, reason, since: now.ok ? new Date() : now.since }
  }

  function plan(): void {
    if (stopped) return
    timer = setTimeout(
      () => {
        round = ask().finally(plan)
      },
      failures > 0 ? Math.min(interval, IMPATIENT) : interval,
    )
    timer.unref()
  }

  plan()
  return {
    get now() {
      return now
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await round
    },
  }
}

const secondsSince = (time: Date): string =>
  `${Math.round((Date.now() - time.getTime()) / 1_000)} s`
