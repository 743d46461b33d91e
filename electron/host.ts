import { dirname, join } from 'node:path'
import pkg from '../package.json' with { type: 'json' }
import type { Config } from '../server/config/config.ts'
import { ConfigError } from '../server/config/config-error.ts'
import { ownConfigFile, ownConfigFolder } from '../server/config/data-folder.ts'
import { loadConfig, type Loaded, type Origin } from '../server/config/load.ts'
import { createDispatch, type Dispatch } from '../server/control/dispatch.ts'
import { createEvents, type Events } from '../server/control/events.ts'
import type {
  ControlHost,
  HostDesktop,
  HostReach,
  HostSetup,
  RunningSettings,
} from '../server/control/host.ts'
import type { StorageSetup } from '../server/control/storage.ts'
import { AddressTaken } from '../server/http/listen.ts'
import { startServer, type RunningServer } from '../server/index.ts'
import { createLog, type ServerLog } from '../server/log.ts'
import { describePortHolder } from '../server/port-holder.ts'
import { keepRemotes } from '../server/remotes/keep-remotes.ts'
import { openRemotes } from '../server/remotes/remotes.ts'
import type { SecretsKeeper } from '../server/secrets/secrets-keeper.ts'
import { openSettings } from '../server/settings/settings.ts'
import { openSetup } from '../server/setup/setup.ts'
import { isUntouched } from '../server/setup/untouched.ts'
import { openReach } from '../server/tls/reach.ts'
import { createStorageSetup } from '../server/storage-setup/storage-setup.ts'
import { createSlots } from '../server/storage/slots.ts'
import { awayService } from './away-service.ts'
import type { DesktopSettingsFile } from './desktop-settings.ts'
import type { Surroundings } from './surroundings.ts'
import type { FileControl } from './window-files.ts'
import type { LoginItem } from './login-item.ts'

/** The registry inside the app: always there to be asked, even where it could not be started. */
export interface DesktopHost {
  readonly dispatch: Dispatch
  readonly events: Events
  /** What the window saves and brings; undefined while the registry is not there. */
  readonly files: () => FileControl | undefined
  /** Never rejects: what went wrong is in the status. */
  start(): Promise<void>
  /** After the machine has slept: what could not be started is tried again. */
  wake(): Promise<void>
  /** Waits for what is under way, as long as `http.draintimeout` says. */
  close(): Promise<void>
}

export interface HostParts {
  readonly settings: DesktopSettingsFile
  readonly loginItem: LoginItem
  readonly secrets: SecretsKeeper
  readonly around: Pick<Surroundings, 'env' | 'platform' | 'stdout'>
}

/** The server in this very process; the one file to change should it ever get one of its own. */
export function createDesktopHost({
  settings,
  loginItem,
  secrets,
  around,
}: HostParts): DesktopHost {
  const { env, platform, stdout } = around
  const origin: Origin & { file: string } = { file: ownConfigFile(platform, env), own: true, env }
  const events = createEvents()
  const desktop = desktopOf(settings, loginItem, secrets)
  const folder = ownConfigFolder(platform, env)
  const remotes = keepRemotes({ folder, secrets, env, agent: `berth/${pkg.version}` })
  let log: ServerLog = createLog(QUIET, stdout)
  let server: RunningServer | undefined
  let trouble: string | undefined
  let fileSettings: RunningSettings | undefined
  let setup: HostSetup | undefined
  let reach: HostReach | undefined
  let storage: StorageSetup | undefined
  /** One start or stop after the other, however the one before came out. */
  const turns = createSlots(1)

  async function begin(): Promise<void> {
    if (server) return
    try {
      const loaded = loadConfig(origin)
      log = createLog(loaded.config.log, stdout)
      fileSettings = openSettings(origin, loaded)
      const folder = dirname(origin.file)
      const atStart = loaded.config
      reach = openReach({ folder, settings: fileSettings, secrets, atStart })
      setup = openSetup({
        file: join(folder, 'setup.json'),
        isUntouched: isUntouched(origin, loaded),
        onTrouble: log.warn,
      })
      storage = awayStorage(fileSettings, secrets)
      server = await launch(loaded, fileSettings)
      trouble = undefined
    } catch (error) {
      trouble = await explain(error)
      log.error('the registry could not be started', { cause: trouble })
    }
    tellAll()
  }

  async function launch(loaded: Loaded, file: RunningSettings): Promise<RunningServer> {
    const started = await startServer(forDesktop(loaded.config), log, {
      ownWindow: true,
      settings: file,
      secrets,
      syncs: { remotes: openRemotes({ folder, secrets }), folder },
      abilities: { restart, desktop, remotes, ...(setup && { setup }), ...(reach && { reach }) },
    })
    started.console?.control.events.subscribe(({ event }) => events.publish(() => event))
    return started
  }

  async function end(): Promise<void> {
    const before = server
    await before?.stop()
    server = undefined
  }

  function restart(): Promise<void> {
    return turns.run(async () => {
      await end()
      await begin()
    })
  }

  /** Whoever looks on asks for everything anew. */
  function tellAll(): void {
    events.publish(() => ({ type: 'repositories', names: [] }))
    void dispatch('registry.status', undefined, {}).then((outcome) => {
      if ('output' in outcome)
        events.publish(() => ({ type: 'status', status: outcome.output as never }))
    })
  }

  const away = (): Dispatch =>
    createDispatch(
      awayService({
        version: pkg.version,
        host: awayHost(restart, desktop, { settings: fileSettings, setup, reach, remotes }),
        trouble: trouble ?? 'it is being started',
        log: log.recent,
        storage,
      }),
      log,
    )

  const dispatch: Dispatch = (method, input, caller) =>
    (server?.console?.control.dispatch ?? away())(method, input, caller)

  return {
    dispatch,
    events,
    files: () => server?.console?.control,
    start: () => turns.run(begin),
    wake: () => turns.run(begin),
    close: () => turns.run(end),
  }
}

/**
 * The window needs the console, whatever is said of one for browsers. A disk can be unplugged from a
 * desktop, so storage is asked wherever it lies.
 */
function forDesktop({ health, ...config }: Config): Config {
  return {
    ...config,
    console: { enabled: true },
    health: { storageDriver: { ...health.storageDriver, enabled: true } },
  }
}

const QUIET = { level: 'info', formatter: 'text', fields: {}, accessLog: false } as const

function desktopOf(
  settings: DesktopSettingsFile,
  loginItem: LoginItem,
  secrets: HostParts['secrets'],
): HostDesktop {
  const get: HostDesktop['get'] = () => {
    const { toldOfHiding: _, ...shown } = settings.now
    return { ...shown, startAtLogin: loginItem.isOn() }
  }
  return {
    get,
    async secrets() {
      const { kind, notices } = (await secrets.open()).state
      return { kind, notices: notices.map(({ reason, remedy }) => ({ reason, remedy })) }
    },
    async change(changes) {
      if (changes.startAtLogin !== undefined) await loginItem.set(changes.startAtLogin)
      await settings.change(changes)
      return get()
    },
  }
}

const NOWHERE = { state: 'stopped', startedAt: 0, addresses: [], pushHost: '' } as const

type Unsure<T> = { readonly [K in keyof T]: T[K] | undefined }

/** A credential that is missing is entered while nothing serves. */
function awayStorage({ storage: settings }: RunningSettings, secrets: SecretsKeeper): StorageSetup {
  return createStorageSetup({ settings, secrets, isRunning: false })
}

function awayHost(
  restart: () => Promise<void>,
  desktop: HostDesktop,
  {
    settings,
    setup,
    reach,
    remotes,
  }: Unsure<Pick<ControlHost, 'settings' | 'setup' | 'reach' | 'remotes'>>,
): ControlHost {
  return {
    status: () => NOWHERE,
    start: restart,
    stop: async () => {},
    restart,
    desktop,
    ...(settings && { settings }),
    ...(setup && { setup }),
    ...(reach && { reach }),
    ...(remotes && { remotes }),
  }
}

/** What went wrong, and what to do about it. */
async function explain(error: unknown): Promise<string> {
  if (error instanceof AddressTaken && error.port !== undefined) {
    const holder = await describePortHolder(error.port)
    return `${error.message}${holder ? ` by ${holder}` : ' by another program'}. Stop it, or choose another address in Settings.`
  }
  if (error instanceof ConfigError) return error.message
  return error instanceof Error ? error.message : String(error)
}
