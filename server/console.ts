import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pkg from '../package.json' with { type: 'json' }
import { announcedTraffic } from './announced-deeds.ts'
import { openCarry } from './carry/carry.ts'
import type { Outlet } from './carry/outlet.ts'
import type { SpoolPlace } from './carry/spool.ts'
import type { Config, Rules } from './config/config.ts'
import { openContents } from './contents/contents.ts'
import type { Carry } from './control/carry.ts'
import type { Contents } from './control/contents.ts'
import { ControlError } from './control/control-error.ts'
import { createDispatch, type Dispatch } from './control/dispatch.ts'
import type { Entrance } from './control/entrance.ts'
import type { RegistryStatus } from './control/contract.ts'
import type { Doctor } from './control/doctor.ts'
import { createEventStreams } from './control/event-stream.ts'
import { createEvents, type Events } from './control/events.ts'
import { startFeed } from './control/feed.ts'
import type { ControlHost } from './control/host.ts'
import { createConsoleHttp, type ConsoleHttp, type ConsoleHttpParts } from './control/http.ts'
import { createOneTimeKey } from './control/one-time-key.ts'
import { createRights } from './control/rights.ts'
import { createRegistryStatus } from './control/registry-status.ts'
import { checkMayChange, createService } from './control/service.ts'
import type { ControlSignals } from './control/signals-methods.ts'
import { createSessions, type Sessions } from './control/sessions.ts'
import type { StorageSetup } from './control/storage.ts'
import { builtConsole, openStaticFiles } from './control/static-files.ts'
import { createDoctor } from './doctor/doctor.ts'
import { diagnostics } from './doctor/report.ts'
import { standardChecks } from './doctor/standard-checks.ts'
import { openEngines, type OpenEngines } from './engines/engines.ts'
import type { CheckLogin } from './engines/login.ts'
import { hereAround, type Surroundings } from './engines/surroundings.ts'
import { isLoopbackOnly } from './http/guard.ts'
import type { Probes } from './http/probes.ts'
import { parseDigest } from './oci/digest.ts'
import { openLibrary, type Library } from './library/library.ts'
import type { ServerLog } from './log.ts'
import type { Doors } from './open-doors.ts'
import type { Registry } from './registry/registry.ts'
import type { SecretsKeeper } from './secrets/secrets-keeper.ts'
import { OWN_FOLDER } from './storage/disk.ts'
import type { StorageDriver } from './storage/driver.ts'
import { openPeople } from './people/people.ts'
import { createStorageSetup } from './storage-setup/storage-setup.ts'
import { NO_REMOTES, type KnownRemotes } from './sync-targets/known-remotes.ts'
import type { ScheduleTimes } from './sync-targets/schedule.ts'
import { openSyncTargets, type SyncTargets } from './sync-targets/sync-targets.ts'
import { openHistory } from './traffic/history.ts'
import { createTraffic, type Traffic } from './traffic/traffic.ts'
import type { RegistryEvent, Witness } from './traffic/witness.ts'
import { consoleBase, consoleListen, ownPort, pushHost } from './whereabouts.ts'

/** The console of a registry: all that stands between it and a window. */
export interface Console {
  readonly http: ConsoleHttp
  /** For a window in this process. */
  readonly control: Control
  /** To be told of all that the registry does. */
  readonly witness: Witness
  /** What it knows of how much is stored. */
  readonly counts: () => {
    readonly repositories: number
    readonly tags: number
    readonly bytes: number | undefined
  }
  /** Opens the console once, right after its start; undefined where people log in, or nobody gets in. */
  readonly token: string | undefined
  /** Nobody gets in, since the network could and there is no login. */
  readonly isClosed: boolean
  /** Ends the streams of events, which would not end by themselves. */
  hangUp(): void
  close(): Promise<void>
}

/** The contract itself, without any transport. */
export interface Control {
  readonly dispatch: Dispatch
  readonly events: Events
  readonly contents: Pick<Contents, 'openFile'>
  readonly carry: Pick<Carry, 'take' | 'export'>
  /** @throws ControlError FORBIDDEN when the registry may not be changed */
  readonly mayChange: () => void
}

export interface ConsoleParts {
  readonly config: Config
  /** As they are now. */
  readonly rules: () => Rules
  readonly registry: Registry
  readonly driver: StorageDriver
  readonly host: ControlHost
  readonly log: ServerLog
  /** What is told to those outside. */
  readonly signals: ControlSignals & { readonly announce?: Witness['announce'] }
  readonly probes: Probes
  /** Where the registry listens. */
  readonly urls: readonly string[]
  readonly doors: Pick<Doors, 'authenticator' | 'access' | 'lastUsed'>
  /** When what opens the storage ends by itself, in milliseconds since 1970; absent for never, or unknown. */
  readonly loginEnds?: number
  /** Absent where none can be kept. */
  readonly secrets?: SecretsKeeper
  /** Of people who are in already. */
  readonly sessions?: Sessions
  /** Where engines are looked for; this process's own machine and user unless given. */
  readonly around?: Surroundings
  readonly syncs?: SyncSurroundings | undefined
  /** Of the built console; unless given, where the build puts it. */
  readonly folder?: string | undefined
  /** Told of the token that takes the place of one that was used. */
  readonly onToken: (token: string) => void
}

/** What syncs with other registries need of the program around. */
export interface SyncSurroundings {
  /** Those that are saved. */
  readonly remotes: KnownRemotes
  /** Where is kept what syncs remember, when the images do not lie in a folder. */
  readonly folder?: string
  readonly times?: ScheduleTimes
}

/** Between two looks at what others have put into a container, in milliseconds. */
const RESCAN_INTERVAL = 5 * 60_000

/** Composition of the console; `startServer` takes care of the rest. */
export async function openConsole(parts: ConsoleParts): Promise<Console> {
  const { config, rules, registry, driver, host, log, loginEnds, signals } = parts
  const events = createEvents()
  const quiet = await openTraffic(config, events, log)
  const { addresses } = host.status()
  const traffic = announcedTraffic(quiet, { config, registry, addresses, ...signals })
  const library = openLibrary({ registry, driver, file: databaseFile(config, 'console.db'), log })
  const contents = openContents({ registry, file: databaseFile(config, 'contents.db'), log })
  const status = createRegistryStatus({ config, rules, host, library, loginEnds })
  const feed = startFeed({ events, status, library, log })
  const streams = createEventStreams(events)
  const onStatus = feed.checkStatus
  const outlet = outletTo(library, traffic)
  const { getTag } = library
  const carry = await openCarry({ registry, outlet, getTag, place: spoolPlace(config), log })
  const isEmpty = () => isBare(registry)
  const engines = enginesFor(parts)
  const doctor = doctorFor(parts, engines, status)
  const { access, lastUsed } = parts.doors
  const people = openPeople({ config, settings: host.settings?.people, access, lastUsed })
  const rights = createRights(access)
  const storage = storageSetupFor(parts)
  const mayChange = (): void => checkMayChange(rules)
  const sync = await openSync(parts, { library, traffic, events, mayChange })
  const told = {
    rules,
    host,
    storage,
    library,
    contents,
    carry,
    engines,
    doctor,
    sync,
    traffic,
    log: log.recent,
    signals,
    status,
    onStatus,
    isEmpty,
    people,
    rights,
  }
  const entrance = entranceFor(parts)
  const dispatch = createDispatch(createService({ version: pkg.version, ...told }), log, {
    audit: signals.audit,
    rights: {
      check(method, input, caller) {
        if (caller.user !== undefined) lastUsed.note(caller.user)
        rights.check(method, input, caller)
      },
    },
  })
  const http = openHttp(parts, {
    entrance,
    streams,
    contents,
    dispatch,
    carry,
    mayChange,
    rights,
  })
  const rescan = driver.exclusive ? undefined : setInterval(library.rescan, RESCAN_INTERVAL).unref()
  return {
    http,
    control: { dispatch, events, contents, carry, mayChange },
    witness: witnessFor(traffic, library, sync),
    counts: () => ({ ...library.status(), bytes: library.usedBytes() }),
    token: entrance.kind === 'link' ? entrance.key.current : undefined,
    isClosed: entrance.kind === 'closed',
    hangUp: streams.close,
    async close() {
      clearInterval(rescan)
      feed.stop()
      engines.close()
      await sync.close()
      await carry.close()
      traffic.close()
      await contents.close()
      await library.close()
    },
  }
}

/** Asks storage, since the index may not know yet. */
async function isBare({ catalog }: Registry): Promise<boolean> {
  const first = await catalog.list()[Symbol.asyncIterator]().next()
  return first.done === true
}

/** Where its settings can be changed, and what a place needs to be opened can be kept. */
function storageSetupFor({ host, secrets }: ConsoleParts): StorageSetup | undefined {
  const settings = host.settings?.storage
  return settings && secrets && createStorageSetup({ settings, secrets, isRunning: true })
}

async function openTraffic(config: Config, events: Events, log: ServerLog): Promise<Traffic> {
  const history = await openHistory(databaseFile(config, 'activity.db'), log)
  const traffic = createTraffic(history, {
    onTransfers: () =>
      events.publish(() => ({ type: 'transfers', transfers: traffic.transfers() })),
    onDeed: (activity) => events.publish(() => ({ type: 'activity', activity })),
  })
  return traffic
}

interface SyncParts {
  readonly library: Library
  readonly traffic: Traffic
  readonly events: Events
  readonly mayChange: () => void
}

/** What a pull brings is in the lists and in the history as what clients push. */
function openSync(
  { config, registry, log, syncs }: ConsoleParts,
  { library, traffic, events, mayChange }: SyncParts,
): Promise<SyncTargets> {
  const agent = 'sync'
  return openSyncTargets({
    registry,
    remotes: syncs?.remotes ?? NO_REMOTES,
    folder: ownFolder(config) ?? syncs?.folder,
    ...(syncs?.times && { times: syncs.times }),
    agent: `berth/${pkg.version}`,
    pushOf: library.getTag,
    mayChange,
    publish: events.publish,
    log,
    changes: {
      stored(repository, text, tag) {
        const digest = parseDigest(text)
        library.pushed({ repository, digest, tag, user: undefined, at: Date.now() })
        if (tag) traffic.record({ action: 'push', repository, tag, digest, agent })
      },
      removed(repository, tag) {
        library.removed({ repository, digest: undefined, tag })
        traffic.record({ action: 'delete', repository, tag, agent })
      },
    },
  })
}

function openHttp(
  { config, folder, log, signals, sessions = createSessions() }: ConsoleParts,
  parts: Pick<
    ConsoleHttpParts,
    'entrance' | 'streams' | 'contents' | 'dispatch' | 'carry' | 'mayChange' | 'rights'
  >,
): ConsoleHttp {
  return createConsoleHttp({
    ...parts,
    http: { ...config.http, listen: consoleListen(config) },
    base: consoleBase(config),
    sessions,
    files: openStaticFiles(folder ?? builtConsole()),
    log,
    audit: signals.audit,
  })
}

function enginesFor(parts: ConsoleParts): OpenEngines {
  const { config, urls, probes, doors, log } = parts
  const { authenticator } = doors
  const { tls } = config.http
  const own = ownPort(urls)
  return openEngines({
    registry: {
      host: pushHost(config, urls),
      isLocal: own !== undefined && !config.http.host,
      hasUsers: authenticator !== undefined,
      ...(tls && { certificate: tls.certificate }),
      openProbe() {
        const probe = probes.open()
        const { repository, tag, close } = probe
        return { repository, tag, wasSeen: () => probe.wasSeen, close }
      },
    },
    // Under a name of its own it is reached in a way of its own.
    ...(own && !config.http.host && { own }),
    ...(authenticator && { checkLogin: loginCheck(authenticator) }),
    around: parts.around ?? hereAround(),
    log,
  })
}

function doctorFor(
  { config, secrets, urls, log }: ConsoleParts,
  engines: OpenEngines,
  status: () => Promise<RegistryStatus>,
): Doctor {
  const { version } = pkg
  return createDoctor({
    checks: () =>
      standardChecks({
        config,
        secrets,
        engines,
        port: async () => [{ state: 'ok', text: `This Berth listens on ${urls.join(' and ')}.` }],
        storage: async () => {
          const { state, storage, warnings } = await status()
          const away = warnings.find(({ id }) => id === 'storage-away')
          return state === 'storage-away'
            ? [{ state: 'problem', text: away?.text ?? '', todo: away?.hint ?? '' }]
            : [{ state: 'ok', text: `Images lie in ${storage.place}, which answers.` }]
        },
        warnings: async () =>
          (await status()).warnings.map(({ text, hint }) => ({ state: 'note', text, todo: hint })),
      }),
    report: async (results) => diagnostics({ version, config, log: log.recent }, results),
  })
}

function loginCheck(authenticator: NonNullable<Doors['authenticator']>): CheckLogin {
  return async (user, password) => {
    const header = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    const { kind } = await authenticator.authenticate(header, 'console')
    if (kind === 'ok') return
    throw new ControlError('INVALID_INPUT', 'wrong user name or password', 'password')
  }
}

/** Beside the images, where they lie in a folder. */
function databaseFile(config: Config, name: string): string | undefined {
  const folder = ownFolder(config)
  return folder && join(folder, name)
}

const ownFolder = ({ storage: { driver } }: Config): string | undefined =>
  driver.kind === 'filesystem' ? join(driver.rootDirectory, OWN_FOLDER) : undefined

/** Where files lie from which images are taken: beside the images, else in a folder that no other process has. */
function spoolPlace({ storage: { driver } }: Config): SpoolPlace {
  const folder =
    driver.kind === 'filesystem'
      ? join(driver.rootDirectory, OWN_FOLDER, 'imports')
      : join(tmpdir(), `berth-imports-${randomUUID()}`)
  return { folder }
}

/** In the history it is a push, or another tag, from the console. */
function outletTo(library: Library, traffic: Traffic): Outlet {
  const agent = 'console'
  return {
    async stored({ repository, digest, manifests, tags, way, bytes, seconds }, { user }) {
      await library.noteStored({ repository, manifests: [...manifests, digest], tags, user })
      const action = way === 'import' ? 'push' : 'retag'
      const moved = bytes ? { bytes, ...(seconds !== undefined && { seconds }) } : {}
      for (const [at, tag] of tags.entries()) {
        const deed = { action, repository, tag, digest, agent, ...(at === 0 && moved) } as const
        traffic.record({ ...deed, ...(user !== undefined && { user }) })
      }
    },
    sent({ repository, digest, tag, bytes, seconds }, { user }) {
      library.pulled({ repository, digest, tag, user, at: Date.now() })
      const deed = { action: 'pull', repository, digest, bytes, seconds, agent } as const
      traffic.record({ ...deed, ...(tag && { tag }), ...(user !== undefined && { user }) })
    },
  }
}

function entranceFor({ config, doors, onToken }: ConsoleParts): Entrance {
  const { authenticator } = doors
  if (authenticator) return { kind: 'password', authenticator }
  if (!isLoopbackOnly(consoleListen(config))) return { kind: 'closed' }
  return { kind: 'link', key: createOneTimeKey(onToken) }
}

function witnessFor(
  traffic: Traffic,
  library: Library,
  sync: Pick<SyncTargets, 'pushed'>,
): Witness {
  return {
    begin: traffic.begin,
    tell(event) {
      if (event.action === 'push') sync.pushed(event.repository, event.tag)
      traffic.tell(event)
      tellLibrary(library, event)
    },
  }
}

function tellLibrary(library: Library, event: RegistryEvent): void {
  const { action, repository, digest, tag, client } = event
  if (action === 'delete') return library.removed({ repository, digest, tag })
  if (action === 'resolve' || action === 'delete-blob' || digest === undefined) return
  const told = { repository, digest, tag, user: client.user, at: Date.now() }
  if (action === 'push') library.pushed(told)
  else library.pulled(told)
}
