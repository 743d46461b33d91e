import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const NAMES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
}

/** Where the package `electron` is; it does not hold the program, which it fetches from GitHub. */
export function electronFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return undefined
  }
}

/** The program that the package has fetched, or that `ELECTRON_OVERRIDE_DIST_PATH` has; undefined for none. */
export function installedElectron(): string | undefined {
  const folder = electronFolder()
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] || (folder && join(folder, 'dist'))
  const program = dist && join(dist, NAMES[process.platform] ?? 'electron')
  return program && existsSync(program) ? program : undefined
}
