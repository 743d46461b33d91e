import { join } from 'node:path'
import { startDesktop } from '../../electron/desktop.ts'
import { temporaryFolder } from '../support/folder.ts'
import { freePort } from '../support/port.ts'
import { standIn, type StandIn } from './stand-in.ts'
import type { OpenPage } from './stand-in-window.ts'

/** The real app on a stand-in for Electron, with a home of its own. */
export interface RunningApp {
  readonly desktop: StandIn
  readonly port: number
  /** Its home: configuration, images and all. */
  readonly home: string
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** Everything it wrote. */
  readonly output: () => string
  /** As from a menu; `desktop.app.exited` tells the end. */
  readonly quit: () => void
}

export interface AppWishes {
  readonly openPage?: OpenPage
  readonly argv?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  readonly home?: string
  readonly port?: number
  /** Before the app is started. */
  readonly prepare?: (desktop: StandIn, home: string) => Promise<void> | void
}

const NO_PAGE: OpenPage = async () => ({
  goTo: async () => {},
  send: async () => {},
  close: async () => {},
})

/** Starts it; `cleanUp` quits it. */
export async function startApp(
  cleanUp: AsyncDisposableStack,
  wishes: AppWishes = {},
): Promise<RunningApp> {
  const home = wishes.home ?? cleanUp.use(await temporaryFolder('app')).path
  const port = wishes.port ?? (await freePort())
  const desktop = standIn(wishes.openPage ?? NO_PAGE)
  let output = ''
  const stdout = {
    write: (text: string) => ((output += text), true),
    isTTY: false,
    on() {},
    once() {},
  }
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    REGISTRY_HTTP_ADDR: `127.0.0.1:${port}`,
    ...wishes.env,
  }
  await wishes.prepare?.(desktop, home)
  cleanUp.defer(async () => {
    if (desktop.app.isOver()) return
    desktop.app.module.quit()
    await desktop.app.exited
  })
  await startDesktop(desktop.electron, {
    argv: ['berth', ...(wishes.argv ?? [])],
    env,
    execPath: '/opt/Berth/berth',
    platform: 'linux',
    stdout: stdout as unknown as NodeJS.WriteStream & { fd: 1 },
  })
  return {
    desktop,
    port,
    home,
    url: `http://127.0.0.1:${port}`,
    output: () => output,
    quit: desktop.app.module.quit,
  }
}
