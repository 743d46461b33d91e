import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ownConfigFolder } from '../server/config/data-folder.ts'
import type { Surroundings } from './surroundings.ts'
import type { Electron } from './electron.ts'

/** Whether the app starts when its person logs in, hidden. */
export interface LoginItem {
  isOn(): boolean
  set(on: boolean): Promise<void>
}

export function createLoginItem(electron: Electron, around: Surroundings): LoginItem {
  return around.platform === 'linux' ? autostartFile(around) : systemItem(electron)
}

const ARGUMENTS = ['--hidden']

function systemItem({ app }: Electron): LoginItem {
  return {
    isOn: () => app.getLoginItemSettings({ args: ARGUMENTS }).openAtLogin,
    async set(on) {
      app.setLoginItemSettings({ openAtLogin: on, args: ARGUMENTS })
    },
  }
}

/** The XDG autostart specification: a file in `~/.config/autostart`. */
function autostartFile({ env, execPath, platform }: Surroundings): LoginItem {
  const file = join(dirname(ownConfigFolder(platform, env)), 'autostart', 'berth.desktop')
  // An AppImage runs from a place that is another each time.
  const program = env['APPIMAGE'] || execPath
  return {
    isOn: () => existsSync(file),
    async set(on) {
      if (!on) return await rm(file, { force: true })
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, desktopEntry(program))
    },
  }
}

const desktopEntry = (program: string): string => `[Desktop Entry]
Type=Application
Name=Berth
Comment=A private container registry on your own machine
Exec="${program.replaceAll(/["\\$`]/g, String.raw`\$&`)}" ${ARGUMENTS.join(' ')}
Icon=berth
X-GNOME-Autostart-enabled=true
`
