import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { AppUpdater, UpdateInfo } from 'electron-updater'
import type { Electron } from './electron.ts'

/** The part of electron-updater that is used. */
export type Updater = Pick<
  AppUpdater,
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
  | 'on'
>

export interface UpdateParts {
  /** Where the packaged app has its files; undefined for one that is not packaged. */
  readonly resources: string | undefined
  readonly load?: () => Promise<Updater>
}

/** Between two looks, in milliseconds. */
const INTERVAL = 24 * 60 * 60_000

/**
 * Looks for a newer Berth where whoever packaged this one has said (`BERTH_UPDATE_URL`), and nowhere
 * otherwise. Nothing is fetched, and nothing installed, before somebody has said yes.
 */
export async function startUpdates(
  electron: Electron,
  { resources, load = loadUpdater }: UpdateParts,
): Promise<void> {
  if (resources === undefined || !existsSync(join(resources, 'app-update.yml'))) return
  const updater = await load()
  updater.autoDownload = false
  updater.autoInstallOnAppQuit = false
  /** Asked about once a start: a no is a no. */
  const refused = new Set<string>()

  updater.on('update-available', ({ version }: UpdateInfo) => {
    if (refused.has(version)) return
    refused.add(version)
    void ask(electron, `Berth ${version} can be downloaded`, 'Download', 'Not now').then((yes) => {
      if (yes) void updater.downloadUpdate().catch(quietly)
    })
  })
  updater.on('update-downloaded', ({ version }: UpdateInfo) => {
    const restart = ask(electron, `Berth ${version} is here`, 'Restart and install', 'Later')
    void restart.then((yes) => yes && updater.quitAndInstall())
  })
  // It is told by the promise as well; without a listener an error would be a fault of the app.
  updater.on('error', quietly)
  const look = () => void updater.checkForUpdates().catch(quietly)
  setInterval(look, INTERVAL).unref()
  look()
}

async function ask(
  { dialog }: Electron,
  message: string,
  yes: string,
  no: string,
): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message,
    buttons: [yes, no],
    defaultId: 1,
    cancelId: 1,
  })
  return response === 0
}

/** A machine without a network is no reason to bother anybody; the next look comes. */
function quietly(): void {}

async function loadUpdater(): Promise<Updater> {
  const { default: module } = await import('electron-updater')
  return module.autoUpdater
}
