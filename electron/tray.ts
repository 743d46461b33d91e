import type { Activity } from '../server/control/activity-contract.ts'
import type { ConsoleEvent } from '../server/control/contract.ts'
import { ask } from './ask.ts'
import type { Surroundings } from './surroundings.ts'
import type { Electron } from './electron.ts'
import type { DesktopHost } from './host.ts'
import type { LoginItem } from './login-item.ts'
import { trayIcon } from './tray-icon.ts'
import {
  RECENT_PUSHES,
  trayMenu,
  trayState,
  trayTitle,
  type TrayDeeds,
  type TrayView,
} from './tray-menu.ts'
import type { WindowKeeper } from './window.ts'

export interface TrayParts {
  readonly host: DesktopHost
  readonly window: Pick<WindowKeeper, 'show'>
  readonly loginItem: LoginItem
  readonly around: Pick<Surroundings, 'platform'>
}

/** The icon and its menu, level with the registry. */
export function startTray(electron: Electron, parts: TrayParts): void {
  const { host, window, loginItem, around } = parts
  let view: TrayView = {
    isMoving: false,
    isSyncing: false,
    pushes: [],
    startsAtLogin: loginItem.isOn(),
    syncs: 0,
  }
  const icon = () =>
    electron.nativeImage.createFromPath(
      trayIcon(trayState(view), around.platform, electron.nativeTheme.shouldUseDarkColors),
    )
  const tray = open()
  if (!tray) return
  const deeds = deedsOf(electron, parts, () => change({ startsAtLogin: loginItem.isOn() }))
  let shown = ''

  function open() {
    try {
      return new electron.Tray(icon())
    } catch {
      // A desktop without a tray; the window is the way in.
      return undefined
    }
  }

  /** Linux takes changes of a menu only as a new one; so it is set whole, and only when it is another. */
  function change(known: Partial<TrayView>): void {
    view = { ...view, ...known }
    const template = trayMenu(view, deeds)
    const next = JSON.stringify([template, trayState(view)])
    if (next === shown) return
    shown = next
    tray?.setImage(icon())
    tray?.setToolTip(`Berth: ${trayTitle(view)}`)
    tray?.setContextMenu(electron.Menu.buildFromTemplate(template))
  }

  electron.nativeTheme.on('updated', () => tray.setImage(icon()))
  tray.on('click', () => window.show())
  host.events.subscribe(({ event }) => void heed(event))
  change({})

  async function heed(event: ConsoleEvent): Promise<void> {
    if (event.type === 'transfers') change({ isMoving: event.transfers.length > 0 })
    if (event.type === 'activity' && event.activity.action === 'push') {
      change({ pushes: [event.activity, ...view.pushes].slice(0, RECENT_PUSHES) })
    }
    if (event.type === 'sync') {
      change({ isSyncing: event.runs.some(({ state }) => state !== 'paused') })
      // While one runs no rule comes or goes unseen: what ends is told of with none left.
      if (event.runs.length === 0) change({ syncs: await countSyncs(host) })
    }
    if (event.type !== 'status') return
    if (!view.status) {
      change({ pushes: await recentPushes(host), syncs: await countSyncs(host) })
    }
    change({ status: event.status })
  }
}

async function recentPushes(host: DesktopHost): Promise<readonly Activity[]> {
  const all = await ask(host, 'activity.list', { limit: 100 })
  return (all ?? []).filter(({ action }) => action === 'push').slice(0, RECENT_PUSHES)
}

async function countSyncs(host: DesktopHost): Promise<number> {
  return (await ask(host, 'sync.targets', undefined))?.length ?? 0
}

/** All that are not under way; what becomes of them is told by events. */
async function syncAll(host: DesktopHost): Promise<void> {
  const targets = (await ask(host, 'sync.targets', undefined)) ?? []
  const idle = targets.filter(({ running }) => !running)
  await Promise.all(idle.map(({ id }) => ask(host, 'sync.start', { target: id })))
}

function deedsOf(
  { app, clipboard }: Electron,
  { host, window, loginItem }: TrayParts,
  onLoginItem: () => void,
): TrayDeeds {
  return {
    start: () => void host.dispatch('registry.start', undefined, {}),
    stop: () => void host.dispatch('registry.stop', undefined, {}),
    sync: () => void syncAll(host),
    copy: (text) => clipboard.writeText(text),
    show: window.show,
    startAtLogin: (on) => void loginItem.set(on).then(onLoginItem),
    quit: () => app.quit(),
  }
}
