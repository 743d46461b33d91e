import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pkg from '../../package.json' with { type: 'json' }
import { isRunning, spawnTethered, stop } from '../support/child.ts'
import { attempt } from '../support/command.ts'
import type { Outcome } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { freePort } from '../support/port.ts'
import { shownPage } from './devtools.ts'

/**
 * Starts an installed app and looks whether it lives: `node test/packaging/smoke.ts PROGRAM COMMAND`,
 * with the app's program and the `berth` that came with it. It needs what cannot be had everywhere, an
 * app packed around the real Electron and a display, so the workflow runs it and the tests do not.
 */

/** For a slow machine that starts it for the first time. */
const PATIENCE = 90_000

const [program, command] = process.argv.slice(2)
if (program === undefined || command === undefined) {
  process.stderr.write('Usage: node test/packaging/smoke.ts PROGRAM COMMAND\n')
  process.exit(2)
}
await commandAnswers(command)
await appLives(program)

async function commandAnswers(command: string): Promise<void> {
  const version = await called(command, '--version')
  check(version.stdout.trim() === `berth ${pkg.version}`, 'berth tells its version', version)
  const unknown = await called(command, 'sail')
  check(unknown.code === 2, 'berth refuses what it does not know', unknown)
}

function called(command: string, word: string): Promise<Outcome> {
  // Node starts no .cmd by itself.
  if (process.platform === 'win32') return attempt('cmd.exe', ['/d', '/c', command, word])
  return attempt(command, [word])
}

async function appLives(program: string): Promise<void> {
  await using folder = await temporaryFolder('smoke')
  const [registry, devtools] = [await freePort(), await freePort()]
  const app = spawnTethered(program, [`--remote-debugging-port=${devtools}`], {
    env: { ...process.env, ...environment(folder.path, registry) },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  try {
    const api = await until(app, () => fetch(`http://127.0.0.1:${registry}/v2/`))
    check(api.status === 200, 'the registry answers', api)
    const page = await until(app, async () => {
      const shown = await shownPage(devtools)
      if (shown?.text.includes('Running')) return shown
      throw new Error(`the window shows ${JSON.stringify(shown)}`)
    })
    check(page.url !== '', 'the window says that the registry runs', page)
  } finally {
    await stop(app)
  }
  check(true, 'the app ends when it is told to', {})
}

/** Nothing that is on this machine already is touched. */
function environment(folder: string, port: number): Readonly<Record<string, string>> {
  return {
    REGISTRY_HTTP_ADDR: `127.0.0.1:${port}`,
    REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: join(folder, 'images'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_DATA_HOME: join(folder, 'data'),
  }
}

/** Asks again and again, since nobody tells from outside when an app is there. */
async function until<T>(app: ChildProcess, ask: () => Promise<T>): Promise<T> {
  const end = Date.now() + PATIENCE
  let last: unknown = 'nothing'
  while (Date.now() < end && isRunning(app)) {
    try {
      return await ask()
    } catch (error) {
      last = error
    }
    await delay(250)
  }
  const why = isRunning(app) ? `no answer in ${PATIENCE} ms` : 'the app ended early'
  throw new Error(why, { cause: last })
}

function check(holds: boolean, what: string, seen: unknown): void {
  if (!holds) throw new Error(`not so: ${what}\n${JSON.stringify(seen, undefined, 2)}`)
  process.stdout.write(`ok: ${what}\n`)
}
