import { CLI } from '../support/cli.ts'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { announced } from '../support/announcement.ts'
import { kill, spawnTethered, stop } from '../support/child.ts'
import { temporaryFolder } from '../support/folder.ts'
import { freePort } from '../support/port.ts'
import { printedLink } from '../support/printed-link.ts'

/** `berth serve` without a configuration named: what is set in its console counts from the next start on. */
export interface OwnConsole {
  readonly url: string
  /** `127.0.0.1:PORT`, as an image name begins. */
  readonly host: string
  /** Its home, where it has its configuration and its images. */
  readonly home: string
  readonly link: () => string
  readonly output: () => string
  readonly configText: () => Promise<string>
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
}

const nothing = (): string => ''

/** Starts it in a home of its own, with a passphrase for secrets and without a keychain; `cleanUp` ends it. */
export async function startOwnConsole(cleanUp: AsyncDisposableStack): Promise<OwnConsole> {
  const { path: home } = cleanUp.use(await temporaryFolder('own'))
  const port = await freePort()
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    BERTH_SECRETS_PASSPHRASE: 'correct horse battery staple',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
    XDG_RUNTIME_DIR: '/nowhere',
  }
  const file = join(home, 'config/berth/config.yml')
  await mkdir(join(home, 'config/berth'), { recursive: true })
  await writeFile(file, `version: 0.1\nhttp:\n  addr: 127.0.0.1:${port}\n`)
  let child = spawnTethered(process.execPath, ['--version'], { stdio: 'ignore' })
  let output = nothing
  cleanUp.defer(() => kill(child))
  async function start(): Promise<void> {
    child = spawnTethered(process.execPath, [CLI, 'serve'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    output = await announced(child, 'the registry', /Stop with Ctrl/)
  }
  await start()
  const base = `127.0.0.1:${port}`
  return {
    url: `http://${base}/`,
    host: base,
    home,
    link: () => printedLink(output()),
    output: () => output(),
    configText: () => readFile(file, 'utf8'),
    stop: () => stop(child),
    start,
  }
}
