import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Electron's program is not part of its package, which fetches it from GitHub when it is first used. */

const FOLDER = dirname(createRequire(import.meta.url).resolve('electron/package.json'))

const NAMES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

/** It was not there and could not be fetched. The message is one line, for a person who packages. */
export class NoElectron extends Error {
  override readonly name = 'NoElectron'
}

/** The program that is here already, if it is; see `electronFolder`. */
export function installedElectron(): string | undefined {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] || join(FOLDER, 'dist')
  const program = join(folder, NAMES[process.platform] ?? 'electron')
  return existsSync(program) ? program : undefined
}

/**
 * The folder with Electron's program for this machine, fetched if it is not there yet.
 * `ELECTRON_OVERRIDE_DIST_PATH` names one that is elsewhere; `ELECTRON_MIRROR` is another place to fetch from.
 *
 * @param patience for a slow line, in milliseconds
 * @throws NoElectron
 */
export function electronFolder(patience: number): string {
  const given = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (given) {
    if (existsSync(given)) return given
    throw new NoElectron(`ELECTRON_OVERRIDE_DIST_PATH names ${given}, which is not there.`)
  }
  const { status, error, stderr } = spawnSync(process.execPath, [join(FOLDER, 'install.js')], {
    encoding: 'utf8',
    timeout: patience,
  })
  if (status === 0) return join(FOLDER, 'dist')
  throw new NoElectron(
    `The desktop app cannot be packaged here: Electron ${version()} could not be fetched from GitHub ` +
      `(${reasonIn(stderr, error)}).`,
  )
}

function version(): string {
  const { version } = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8')) as {
    readonly version: string
  }
  return version
}

/** The first line of what was said, without the kind of error. */
function reasonIn(stderr: string | undefined, error: Error | undefined): string {
  const [line = ''] = (stderr ?? '').trim().split('\n')
  return line.replace(/^\w*Error: /, '') || (error?.message ?? 'no reason given')
}
