import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join, resolve } from 'node:path'
import { electronFolder, installedElectron, NoElectron } from './electron-program.ts'

/**
 * `npm start`: the app where there is a desktop, else the registry alone, so that the command always
 * serves. `-- --headless` asks for the registry alone; other arguments are those of `berth serve`.
 */

const ROOT = resolve(import.meta.dirname, '..')
/** For fetching Electron's binary; long enough for a slow line, and no longer. */
const FETCH_LIMIT = 300_000

const [asked, ...args] = withoutWord(process.argv.slice(2), '--headless')
const reason = asked || args.length > 0 ? undefined : await whyHeadless()
if (!asked && args.length === 0 && reason === undefined) run(installedElectron() ?? '', ['.'])
else {
  if (reason !== undefined)
    process.stderr.write(`No desktop app: ${reason}. Serving without a window.\n`)
  run(process.execPath, [join(ROOT, 'server/cli.ts'), 'serve', ...args])
}

function withoutWord(words: readonly string[], word: string): [boolean, ...string[]] {
  return [words.includes(word), ...words.filter((one) => one !== word)]
}

/** Undefined where the app can be opened. */
async function whyHeadless(): Promise<string | undefined> {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return 'there is no display'
  if (process.getuid?.() === 0 && process.platform === 'linux') {
    return 'Electron does not run as root'
  }
  if (!installedElectron() && !fetchElectron())
    return 'Electron’s binary is missing and could not be had'
  const { buildApp } = await import('./build-app.ts')
  await buildApp()
  return undefined
}

function fetchElectron(): boolean {
  process.stderr.write('Fetching Electron; this is needed once.\n')
  try {
    electronFolder(FETCH_LIMIT)
  } catch (error) {
    if (!(error instanceof NoElectron)) throw error
  }
  return installedElectron() !== undefined
}

/** In the foreground; ends as it ends. Signals from the terminal reach it by themselves. */
function run(command: string, argv: readonly string[]): void {
  const child = spawn(command, argv, {
    cwd: asked || args.length > 0 ? process.cwd() : ROOT,
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void child.kill(signal))
  }
  child.on('error', (error) => {
    process.stderr.write(`${command} could not be started: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0)
  })
}
