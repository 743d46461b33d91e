import type { ListenAddress } from './config/config.ts'
import type { ConsoleParts } from './console/parts.ts'
import type { Console, Control } from './console.ts'
import type { Sessions } from './control/sessions.ts'
import type { Surroundings } from './engines/surroundings.ts'
import type { Front } from './front.ts'
import { AddressTaken, listen } from './http/listen.ts'
import type { Doors } from './open-doors.ts'
import type { SecretsKeeper } from './secrets/secrets-keeper.ts'
import type { Signals } from './signals.ts'
import type { Tls } from './tls/read-tls.ts'
import type { Relay } from './traffic/relay.ts'
import { consoleUrl } from './whereabouts.ts'

export interface RunningConsole {
  /** Its address; where nobody logs in, with a token that opens it once. */
  readonly link: string
  /** Nobody gets in, since the network could and there is no login. */
  readonly isClosed: boolean
  readonly control: Control
}

/** What the program around may want of the console. */
export interface ConsoleWishes {
  /** Told of the link that takes the place of one that was used. */
  readonly onConsoleLink?: (link: string) => void
  /** The folder of the built console; unless given, where the build puts it. */
  readonly consoleFolder?: string
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
}

/** What has to be let go of, in the order in which it was opened. */
export type Closers = (() => Promise<void>)[]

/** A registry that serves, with what a console needs of it. */
export interface Served extends Pick<
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

/** Loaded when the registry serves, so that nobody waits for it who wants to push. */
export async function serveConsole(
  served: Served,
  {
    onConsoleLink,
    consoleFolder: folder,
    secrets,
    sessions,
    around,
    syncs,
    ownWindow = false,
  }: ConsoleWishes,
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
