import { announcedCare } from './announced-care.ts'
import { auditAsAsked } from './audit/audit-as-asked.ts'
import { auditedCare } from './audit/audited-care.ts'
import { auditedWitness } from './audit/audited-witness.ts'
import type { Audit } from './audit/audit.ts'
import type { Care } from './collect/care.ts'
import type { Config } from './config/config.ts'
import { createDebug } from './http/debug.ts'
import { AddressTaken, listen } from './http/listen.ts'
import { observedAuthenticator, type LoginListener } from './auth/observed-authenticator.ts'
import type { LoginDoors } from './http/login.ts'
import type { RequestWatcher } from './http/request-watcher.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { Sample } from './metrics/series.ts'
import type { Notifications } from './notifications/notifications.ts'
import type { StorageHealth } from './storage-health.ts'
import type { StorageDriver } from './storage/driver.ts'
import type { Traces } from './traces/traces.ts'
import type { Witness } from './traffic/witness.ts'

/** What a server tells of itself to those outside: each part only where it is asked for. */
export interface Signals {
  readonly notifications: Notifications | undefined
  readonly audit: Audit | undefined
  readonly announce: Witness['announce']
  readonly watchers: readonly RequestWatcher[]
  readonly onLookup: ((hit: boolean) => void) | undefined
  /** The same doors; clients' logins are counted there, and those that fail recorded. */
  doors<D extends Pick<LoginDoors, 'authenticator'>>(doors: D): D
  driver(driver: StorageDriver): StorageDriver
  /** Looks on at what is done with storage. */
  watch(care: Pick<Care, 'watch'>): void
  witness(witness: Witness): Witness
  /** Tells how much is stored, as far as that is known. */
  countStored(ask: () => StoredCounts): void
  /** Answers at `http.debug.addr` from now on. @throws AddressTaken */
  serve(health: StorageHealth): Promise<void>
  close(): Promise<void>
}

export interface StoredCounts {
  readonly repositories: number
  readonly tags: number
  readonly bytes: number | undefined
}

/** @param urls where the registry listens; none before it does */
export async function openSignals(
  config: Config,
  urls: () => readonly string[],
  log: Log,
): Promise<Signals> {
  const closers: (() => Promise<void> | void)[] = []
  const audit = await auditAsAsked(config, log)
  if (audit) closers.push(audit.close)
  const notifications = await openNotificationsOf(config, urls, log)
  if (notifications) closers.push(notifications.close)
  const metrics = await openMetricsOf(config, notifications)
  if (metrics) closers.push(metrics.close)
  const traces = await openTracesOf(config, log)
  if (traces) closers.push(traces.close)
  const name = config.storage.driver.kind
  const onLogin: LoginListener = (result, about) => {
    metrics?.loggedIn(result)
    if (result === 'failed') audit?.record({ action: 'login-failed', via: 'client', ...about })
  }
  return {
    notifications,
    audit,
    announce: notifications?.announce,
    watchers: [...(metrics ? [metrics.requests] : []), ...(traces ? [traces] : [])],
    onLookup: metrics?.looked,
    doors: (doors) =>
      doors.authenticator
        ? { ...doors, authenticator: observedAuthenticator(doors.authenticator, onLogin) }
        : doors,
    driver: (driver) => metrics?.driver(driver, name) ?? driver,
    watch(care) {
      if (metrics) care.watch(metrics.care)
      if (audit) care.watch(auditedCare(audit))
      if (notifications) care.watch(announcedCare(config, urls, notifications.announce))
    },
    witness(witness) {
      const measured = metrics?.witness(witness) ?? witness
      const audited = audit ? auditedWitness(measured, audit) : measured
      return notifications ? { ...audited, announce: notifications.announce } : audited
    },
    countStored: (ask) => metrics && countStored(metrics, ask),
    async serve(health) {
      metrics?.ask('storageUp', () => [[[name], health.now.ok ? 1 : 0]])
      const close = await serveDebug(config, health, metrics)
      if (close) closers.push(close)
    },
    async close() {
      for (const close of closers.toReversed()) await close()
    },
  }
}

/** Loaded only where somebody wants to be told. */
async function openNotificationsOf(
  config: Config,
  urls: () => readonly string[],
  log: Log,
): Promise<Notifications | undefined> {
  if (config.notifications.endpoints.length === 0) return undefined
  const { openNotifications } = await import('./notifications/notifications.ts')
  return openNotifications({ config, urls, log })
}

async function openTracesOf({ traces }: Config, log: Log): Promise<Traces | undefined> {
  if (!traces) return undefined
  const { openTraces } = await import('./traces/traces.ts')
  return openTraces(traces, log)
}

async function openMetricsOf(
  { http, storage: { driver } }: Config,
  notifications: Notifications | undefined,
): Promise<Metrics | undefined> {
  if (http.debug?.metricsPath === undefined) return undefined
  const { createMetrics } = await import('./metrics/metrics.ts')
  const metrics = createMetrics()
  if (notifications) countNotifications(metrics, notifications)
  if (driver.kind === 'filesystem') metrics.watchDisk(driver.rootDirectory)
  return metrics
}

function countNotifications({ ask }: Metrics, { list }: Notifications): void {
  ask('pending', () => list().map(({ name, waiting }) => [[name], waiting]))
  ask('droppedEvents', () => list().map(({ name, dropped }) => [[name], dropped]))
  ask('events', () =>
    list().flatMap(({ name, happened, delivered, failed }): Sample[] => [
      [['Events', name], happened],
      [['Successes', name], delivered],
      [['Failures', name], failed],
    ]),
  )
}

function countStored({ ask }: Metrics, stored: () => StoredCounts): void {
  ask('repositories', () => [[[], stored().repositories]])
  ask('tags', () => [[[], stored().tags]])
  ask('stored', () => {
    const { bytes } = stored()
    return bytes === undefined ? [] : [[[], bytes]]
  })
}

/** @returns what ends it */
async function serveDebug(
  { http, storage }: Config,
  health: StorageHealth,
  metrics: Metrics | undefined,
): Promise<(() => Promise<void>) | undefined> {
  const { debug } = http
  if (!debug) return undefined
  const handle = createDebug({
    debug,
    http,
    health: () =>
      health.now.ok ? {} : { [`storagedriver_${storage.driver.kind}`]: health.now.reason },
    metrics: () => metrics?.text() ?? '',
  })
  try {
    const { close } = await listen(debug.listen, handle)
    return () => close(0)
  } catch (error) {
    if (!(error instanceof AddressTaken)) throw error
    throw new Error(`http.debug.addr: ${error.message}`, { cause: error })
  }
}
