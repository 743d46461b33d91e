import { join } from 'node:path'
import type { TrayState } from './tray-menu.ts'

/** Beside the built main file, or in a checkout. */
const FOLDER = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? '../build/icons/tray' : '../icons/tray',
)

/**
 * The file of an icon. macOS colours a template itself; Windows takes the size it needs out of an ICO.
 *
 * @param onDark whether the bar behind it is dark
 */
export function trayIcon(state: TrayState, platform: NodeJS.Platform, onDark: boolean): string {
  if (platform === 'darwin') return join(FOLDER, `${state}Template.png`)
  const name = `${state}-${onDark ? 'dark' : 'light'}`
  return join(FOLDER, platform === 'win32' ? `${name}.ico` : `${name}-24.png`)
}
