import { CLI } from './cli.ts'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { announced } from './announcement.ts'
import { ended, kill, spawnTethered } from './child.ts'
import { temporaryFolder } from './folder.ts'
import { startOnPort } from './port.ts'
import { printedLink } from './printed-link.ts'
import { PORT_TAKEN } from './registry-process.ts'

/** `berth serve` of somebody who has a home of their own: configuration, images, secrets. */
export interface OwnBerth {
  readonly home: string
  /** Its configuration folder. */
  readonly folder: string
  /** Its own configuration file. */
  readonly file: string
  readonly url: string
  readonly port: number
  readonly pid: number
  /** All that it wrote. */
  readonly output: () => string
  /** The link to the console that was printed last, at 127.0.0.1. */
  readonly link: () => string
  /** Resolves when it was restarted so often. */
  readonly restarted: (times: number) => Promise<void>
  /** Resolves with its exit code. */
  readonly end: () => Promise<number | null>
  /** Writes the configuration file anew. */
  readonly write: (more: object) => Promise<void>
}

export interface OwnBerthWishes {
  /** Beside `http.addr`; without any, as at a first start, the port is an option of the command. */
  readonly config?: object
  readonly env?: Readonly<Record<string, string>>
  /** One from before, to start again in. */
  readonly home?: string
  readonly port?: number
}

/** Starts it; `cleanUp` ends it. */
export async function startOwnBerth(
  cleanUp: AsyncDisposableStack,
  wishes: OwnBerthWishes = {},
): Promise<OwnBerth> {
  const home = wishes.home ?? cleanUp.use(await temporaryFolder('own-berth')).path
  return await startOnPort(wishes.port, PORT_TAKEN, (port) => startOn(port, home, cleanUp, wishes))
}

async function startOn(
  port: number,
  home: string,
  cleanUp: AsyncDisposableStack,
  { config, env }: OwnBerthWishes,
): Promise<OwnBerth> {
  const folder = join(home, 'berth')
  const file = join(folder, 'config.yml')
  const write = async (more: object): Promise<void> => {
    const http = { addr: `127.0.0.1:${port}` }
    const storage = { filesystem: { rootdirectory: join(home, 'images') } }
    await mkdir(folder, { recursive: true })
    await writeFile(file, stringify({ version: 0.1, http, storage, ...config, ...more }))
  }
  if (config) await write({})
  const options = config ? [] : ['--port', String(port)]
  const child = spawnTethered(process.execPath, [CLI, 'serve', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, ...env },
  })
  cleanUp.defer(() => kill(child))
  const output = await announced(child, 'berth', /Stop with Ctrl\+C|is taken/)
  if (output().includes('is taken')) throw new Error(output())
  return {
    home,
    folder,
    file,
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    output,
    link: () => printedLink(output()),
    async restarted(times) {
      const seen = () => output().split('Berth was restarted.').length > times
      while (!seen()) await once(child.stdout ?? child, 'data')
    },
    async end() {
      await ended(child)
      return child.exitCode
    },
    write,
  }
}
