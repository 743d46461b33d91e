import pkg from '../package.json' with { type: 'json' }
import { announcedTraffic } from './announced-deeds.ts'
import { openCarry } from './carry/carry.ts'
import { createDesk } from './collect/desk.ts'
import type { Config } from './config/config.ts'
import { enginesFor } from './console/engines.ts'
import { doctorFor } from './console/doctor.ts'
import { outletTo } from './console/outlet.ts'
import type { ConsoleParts } from './console/parts.ts'
import { databaseFile, spoolPlace } from './console/places.ts'
import { openSync } from './console/sync.ts'
import { witnessFor } from './console/witness.ts'
import { openContents } from './contents/contents.ts'
import type { Carry } from './control/carry.ts'
import type { Contents } from './control/contents.ts'
import { createDispatch, type Dispatch } from './control/dispatch.ts'
import type { Entrance } from './control/entrance.ts'
import { createEventStreams } from './control/event-stream.ts'
import { createEvents, type Events } from './control/events.ts'
import { startFeed } from './control/feed.ts'
import { createConsoleHttp, type ConsoleHttp, type ConsoleHttpParts } from './control/http.ts'
import { createOneTimeKey } from './control/one-time-key.ts'
import { createRights } from './control/rights.ts'
import { createRegistryStatus } from './control/registry-status.ts'
import { checkMayChange, createService } from './control/service.ts'
import { createSessions } from './control/sessions.ts'
import type { StorageSetup } from './control/storage.ts'
import { builtConsole, openStaticFiles } from './control/static-files.ts'
import { isLoopbackOnly } from './http/guard.ts'
import { openLibrary } from './library/library.ts'
import type { ServerLog } from './log.ts'
import type { Registry } from './registry/registry.ts'
import { openPeople } from './people/people.ts'
import { createStorageSetup } from './storage-setup/storage-setup.ts'
import { openHistory } from './traffic/history.ts'
import { createTraffic, type Traffic } from './traffic/traffic.ts'
import type { Witness } from './traffic/witness.ts'
import { consoleBase, consoleListen } from './whereabouts.ts'

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
  const care = createDesk({
    care: parts.care,
    driver,
    schedule: parts.schedule,
    onWork: (work) => events.publish(() => ({ type: 'care', ...(work && { work }) })),
    onImagesGone: library.rescan,
  })
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
    care,
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

function entranceFor({ config, doors, onToken }: ConsoleParts): Entrance {
  const { authenticator } = doors
  if (authenticator) return { kind: 'password', authenticator }
  if (!isLoopbackOnly(consoleListen(config))) return { kind: 'closed' }
  return { kind: 'link', key: createOneTimeKey(onToken) }
}
