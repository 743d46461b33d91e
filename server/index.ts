import pkg from '../package.json' with { type: 'json' }
import type { Config, Rules } from './config/config.ts'
import type { RunningSettings } from './control/host.ts'
import { createCare, type Care } from './collect/care.ts'
import { createRest } from './collect/rest.ts'
import { allowedOf, scheduleCollect } from './collect-schedule.ts'
import { createFront } from './front.ts'
import { createApp } from './http/app.ts'
import { createGate } from './http/gate.ts'
import { listen } from './http/listen.ts'
import { createProbeDesk } from './http/probe-desk.ts'
import { createProbes } from './http/probes.ts'
import type { ServerLog } from './log.ts'
import { openDoors } from './open-doors.ts'
import { openRegistry } from './open-registry.ts'
import { openPort } from './port.ts'
import { createRegistryHost, type RegistryHostParts } from './registry-host.ts'
import { schedulePurge } from './purge-schedule.ts'
import { openSignals } from './signals.ts'
import {
  serveConsole,
  type Closers,
  type ConsoleWishes,
  type RunningConsole,
  type Served,
} from './serve-console.ts'
import { watchStorage } from './storage-health.ts'
import { loginEnds, openable } from './storage-setup/openable.ts'
import { openStorage } from './storage/open.ts'
import { readTls } from './tls/read-tls.ts'
import { createRelay } from './traffic/relay.ts'
import { BLIND } from './traffic/witness.ts'

/** A registry that serves; see `startServer`. */
export interface RunningServer {
  /** Where it listens, as URLs. */
  readonly urls: readonly string[]
  /** Absent where it is switched off. */
  readonly console?: RunningConsole
  /** Lets requests under way finish for at most `http.draintimeout`, then lets go of everything. Safe to call twice. */
  stop(): Promise<void>
}

/** What the program around a server may want. */
export interface ServerWishes extends ConsoleWishes {
  /** Makes settings changeable in the console; what applies at once is applied. */
  readonly settings?: RunningSettings
  /** What the program around it can do besides. */
  readonly abilities?: RegistryHostParts['abilities']
}

/**
 * Composition root: brings up everything a registry consists of, in this order, and takes it down in
 * the reverse one. May be called again after `stop`, and for several folders and ports at once.
 *
 * @throws FolderInUse, StorageUnavailable, AddressTaken, UserFileError, or what the system says; then nothing is left behind
 */
export async function startServer(
  config: Config,
  log: ServerLog,
  wishes: ServerWishes = {},
): Promise<RunningServer> {
  const opened: Closers = []
  const closeAll = async (): Promise<void> => {
    for (let close = opened.pop(); close; close = opened.pop()) await close()
  }
  let stopped: Promise<void> | undefined
  try {
    const served = await serveRegistry(config, log, wishes, opened)
    // Only now: the registry answers already.
    const console = config.console.enabled ? await serveConsole(served, wishes, opened) : undefined
    const stop = () => (stopped ??= closeAll())
    return { urls: served.urls, ...(console && { console }), stop }
  } catch (error) {
    await closeAll()
    throw error
  }
}

async function serveRegistry(
  config: Config,
  log: ServerLog,
  { settings, secrets, ownWindow = false, abilities }: ServerWishes,
  opened: Closers,
): Promise<Served> {
  let rules: Rules = config.storage
  const tls = config.http.tls && (await readTls(config.http.tls, secrets))
  const place = await openable(config.storage.driver, secrets)
  const storage = await openStorage(place)
  opened.push(() => storage.close())
  let urls: readonly string[] = []
  const signals = await openSignals(config, () => urls, log)
  opened.push(signals.close)
  const driver = signals.driver(storage.driver)
  const registry = openRegistry(driver, config, log, signals.onLookup)
  const care = createCare({ driver, registry, grace: config.storage.gc.grace, pause: createRest() })
  opened.push(() => care.close())
  signals.watch(care)
  const doors = await openDoors(config, log, settings)
  opened.push(doors.close)
  const health = watchStorage(driver, config.health.storageDriver, log)
  opened.push(() => health.stop())
  const gate = createGate()
  const relay = createRelay()
  const app = createApp({
    config,
    rules: () => rules,
    registry,
    care: withRules(care, () => rules),
    log,
    storageOk: () => health.now.ok,
    gate,
    witness: signals.witness(config.console.enabled ? relay : BLIND),
    watchers: signals.watchers,
    doors: signals.doors(doors),
  })
  const later: Served['later'] = {}
  opened.push(async () => await later.console?.close())
  const probes = createProbes(config.http)
  const front = createFront(
    (request, response) =>
      probes.owns(request) ? probes.handle(request, response) : app(request, response),
    config.http.prefix,
    createProbeDesk(config.http, probes, pkg.version),
  )
  if (!config.console.enabled || config.console.listen || ownWindow) front.settle(undefined)
  const port = await openPort(() => listen(config.http.listen, front.handle, tls?.options), config)
  urls = port.urls
  opened.push(port.close)
  opened.push(async () => front.settle(undefined))
  await storage.announce(urls)
  await signals.serve(health)
  const purge = schedulePurge(driver, registry.catalog, config.storage.uploadPurging, log)
  opened.push(() => purge.stop())
  const collecting = scheduleCollect(driver, care, allowedOf(config.storage), log)
  opened.push(() => collecting.stop())
  settings?.onChange(({ log: { level }, storage: next }) => {
    rules = next
    log.setLevel(level)
    purge.change(next.uploadPurging)
    collecting.change(allowedOf(next))
  })
  const host = createRegistryHost({
    config,
    urls,
    gate,
    health,
    settings,
    abilities,
    certificateEnds: tls?.expiresAt,
    ...(ownWindow && { port }),
  })
  const schedule = () => collecting.now()
  const ends = loginEnds(place)
  const parts = {
    config,
    rules: () => rules,
    log,
    registry,
    driver,
    care,
    schedule,
    host,
    probes,
    ...(ends !== undefined && { loginEnds: ends }),
  }
  return { ...parts, urls, doors, tls: tls?.options, front, relay, signals, later }
}

/** Images are deleted only where that is allowed. */
function withRules(care: Care, rules: () => Rules): Pick<Care, 'collect' | 'check'> {
  return {
    check: care.check,
    async collect(options) {
      const isDelete = options.untagged && !options.dryRun
      if (isDelete && rules().readOnly) throw new Error('the registry is read-only for now')
      if (isDelete && !rules().deleteEnabled) {
        throw new Error('deleting is switched off: storage.delete.enabled')
      }
      return await care.collect(options)
    },
  }
}
