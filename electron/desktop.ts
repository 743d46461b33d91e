import { join } from 'node:path'
import { ownConfigFolder } from '../server/config/data-folder.ts'
import { builtConsole } from '../server/control/static-files.ts'
import { registerScheme, serveWindow } from './app-scheme.ts'
import { openDesktopSettings, type DesktopSettingsFile } from './desktop-settings.ts'
import type { Electron } from './electron.ts'
import { createDesktopHost, type DesktopHost } from './host.ts'
import { connectIpc } from './ipc.ts'
import { keepAwake } from './keep-awake.ts'
import { createLoginItem } from './login-item.ts'
import { startNotifications } from './notifications.ts'
import { receiveFiles } from './open-files.ts'
import { createSecrets } from './secrets.ts'
import { guardContents } from './security.ts'
import { prepareShutdown } from './shutdown.ts'
import type { Surroundings } from './surroundings.ts'
import { startTray } from './tray.ts'
import { startUpdates } from './updates.ts'
import { createWindowKeeper, type WindowKeeper } from './window.ts'

/** The app, from its start to its end. A second start shows the window of the first. */
export async function startDesktop(electron: Electron, around: Surroundings): Promise<void> {
  const { app } = electron
  if (!app.requestSingleInstanceLock()) return app.quit()
  registerScheme(electron)
  const files = receiveFiles(electron, around.argv)
  await app.whenReady()
  const settings = await openSettings(around)
  const loginItem = createLoginItem(electron, around)
  const secrets = createSecrets(electron, around)
  const host = createDesktopHost({ settings, loginItem, secrets, around })
  const window = createWindowKeeper(electron, settings)
  guardContents(electron)
  serveWindow(electron, builtConsole(), host.files)
  connectIpc(electron, { host, isOurs: window.isOurs })
  prepareShutdown(electron, { host, window, secrets })
  startTray(electron, { host, window, loginItem, around })
  startNotifications(electron, { host, settings, window })
  keepAlive(electron, { host, window })
  keepAwake(electron, host)
  if (!around.argv.includes('--hidden')) window.show()
  await host.start()
  files.start({ host, window })
  await startUpdates(electron, { resources: app.isPackaged ? process.resourcesPath : undefined })
}

function openSettings({ platform, env }: Surroundings): Promise<DesktopSettingsFile> {
  return openDesktopSettings(join(ownConfigFolder(platform, env), 'desktop.json'), {
    startAtLogin: false,
    hideOnClose: hasTray(platform, env),
    notifyPushes: true,
    notifyProblems: true,
    notifySyncs: true,
    toldOfHiding: false,
  })
}

/** GNOME shows no tray unless somebody has added one, and an app without a way back is lost. */
function hasTray(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  return platform !== 'linux' || !/gnome/i.test(env['XDG_CURRENT_DESKTOP'] ?? '')
}

interface Alive {
  readonly host: DesktopHost
  readonly window: WindowKeeper
}

/** What happens to an app that stays: others start it again, the machine sleeps and wakes. */
function keepAlive({ app, powerMonitor }: Electron, { host, window }: Alive): void {
  app.on('second-instance', (_event, argv) => {
    if (!argv.includes('--hidden')) window.show()
  })
  app.on('activate', () => window.show())
  // A window that stays in the tray is hidden, and never closed.
  app.on('window-all-closed', () => app.quit())
  powerMonitor.on('resume', () => void host.wake())
}
