import pkg from '../package.json' with { type: 'json' }
import type { Config, ListenAddress, Rules } from './config/config.ts'
import type { ConsoleParts } from './console/parts.ts'
import type { Console, Control } from './console.ts'
import type { RunningSettings } from './control/host.ts'
import type { Sessions } from './control/sessions.ts'
import type { Surroundings } from './engines/surroundings.ts'
import { createCare, type Care } from './collect/care.ts'
import { createRest } from './collect/rest.ts'
import { allowedOf, scheduleCollect } from './collect-schedule.ts'
import { createFront, type Front } from './front.ts'
import { createApp } from './http/app.ts'
import { createGate } from './http/gate.ts'
import { AddressTaken, listen, type Listening } from './http/listen.ts'
import { createProbeDesk } from './http/probe-desk.ts'
import { createProbes } from './http/probes.ts'
import type { ServerLog } from './log.ts'
import { openDoors, type Doors } from './open-doors.ts'
import { openRegistry } from './open-registry.ts'
import { createRegistryHost, type Port, type RegistryHostParts } from './registry-host.ts'
import { schedulePurge } from './purge-schedule.ts'
import type { SecretsKeeper } from './secrets/secrets-keeper.ts'
import { openSignals, type Signals } from './signals.ts'
import { watchStorage } from './storage-health.ts'
import { loginEnds, openable } from './storage-setup/openable.ts'
import { openStorage } from './storage/open.ts'
import { readTls, type Tls } from './tls/read-tls.ts'
import { createRelay, type Relay } from './traffic/relay.ts'
import { BLIND } from './traffic/witness.ts'
import { consoleUrl } from './whereabouts.ts'

/** A registry that serves; see `startServer`. */
export interface RunningServer {
  /** Where it listens, as URLs. */
  readonly urls: readonly string[]
  /** Absent where it is switched off. */
  readonly console?: RunningConsole
  /** Lets requests under way finish for at most `http.draintimeout`, then lets go of everything. Safe to call twice. */
  stop(): Promise<void>
}

export interface RunningConsole {
  /** Its address; where nobody logs in, with a token that opens it once. */
  readonly link: string
  /** Nobody gets in, since the network could and there is no login. */
  readonly isClosed: boolean
  readonly control: Control
}

/** What the program around a server may want. */
export interface ServerWishes {
  /** Told of the link that takes the place of one that was used. */
  readonly onConsoleLink?: (link: string) => void
  /** The folder of the built console; unless given, where the build puts it. */
  readonly consoleFolder?: string
  /** Makes settings changeable in the console; what applies at once is applied. */
  readonly settings?: RunningSettings
  /** Of people in the console, so that a restart leaves them in. */
  readonly sessions?: Sessions
  /** Where the console keeps passwords, keys and tokens; the credential of storage may be among them. */
  readonly secrets?: SecretsKeeper
  /** What syncs with other registries need. */
  readonly syncs?: ConsoleParts['syncs']
  /**
   * The window is in this process: the console is not at the registry's address, whose port is free while
   * the registry is stopped.
   */
  readonly ownWindow?: boolean
  /** Where container engines are looked for; this process's own machine and user unless given. */
  readonly around?: Surroundings
  /** What the program around it can do besides. */
  readonly abilities?: RegistryHostParts['abilities']
}

type Closers = (() => Promise<void>)[]

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

/** A registry that serves, with what a console needs of it. */
interface Served extends Pick<
  ConsoleParts,
  | 'config'
  | 'rules'
  | 'registry'
  | 'driver'
  | 'care'
  | 'schedule'
  | 'host'
  | 'log'
  | 'probes'
  | 'loginEnds'
> {
  readonly urls: readonly string[]
  readonly doors: Doors
  readonly tls: Tls['options'] | undefined
  readonly front: Front
  readonly relay: Relay
  readonly signals: Signals
  /** Filled later; closed only when the last request is over. */
  readonly later: { console?: Console }
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

/** What listens, and can be let go of and taken again. */
async function openPort(
  take: () => Promise<Listening>,
  { http }: Config,
): Promise<Port & Pick<Listening, 'urls'>> {
  let listening: Listening | undefined = await take()
  return {
    urls: listening.urls,
    async open() {
      listening ??= await take()
    },
    async close() {
      const before = listening
      listening = undefined
      await before?.close(http.drainTimeout)
    },
  }
}

/** Loaded when the registry serves, so that nobody waits for it who wants to push. */
async function serveConsole(
  served: Served,
  {
    onConsoleLink,
    consoleFolder: folder,
    secrets,
    sessions,
    around,
    syncs,
    ownWindow = false,
  }: ServerWishes,
  opened: Closers,
): Promise<RunningConsole> {
  const { config, rules, log, registry, driver, care, schedule } = served
  const { host, probes, doors, loginEnds } = served
  const { openConsole } = await import('./console.ts')
  let urls = served.urls
  const link = (token: string | undefined): string => {
    const url = consoleUrl(config, urls)
    if (token !== undefined) url.searchParams.set('token', token)
    return url.href
  }
  const console = await openConsole({
    config,
    rules,
    log,
    registry,
    driver,
    care,
    schedule,
    host,
    signals: served.signals,
    probes,
    urls,
    folder,
    ...(loginEnds !== undefined && { loginEnds }),
    syncs,
    ...(secrets && { secrets }),
    ...(sessions && { sessions }),
    ...(around && { around }),
    doors,
    onToken: (token) => onConsoleLink?.(link(token)),
  })
  served.later.console = console
  served.relay.passTo(console.witness)
  served.signals.countStored(console.counts)
  if (config.console.listen)
    urls = await listenApart(config.console.listen, console, served, opened)
  // Where the window is in this process nobody comes to it by HTTP.
  else if (!ownWindow) served.front.settle(console.http)
  opened.push(async () => console.hangUp())
  const { isClosed, control } = console
  return { link: link(console.token), isClosed, control }
}

async function listenApart(
  addresses: readonly ListenAddress[],
  { http }: Console,
  { config, tls }: Served,
  opened: Closers,
): Promise<readonly string[]> {
  try {
    const { urls, close } = await listen(addresses, http.handle, tls)
    opened.push(() => close(config.http.drainTimeout))
    return urls
  } catch (error) {
    if (!(error instanceof AddressTaken)) throw error
    throw new Error(`console.addr: ${error.message}`, { cause: error })
  }
}
