import type { Activity, ConsoleEvent, MethodName, Output } from '../server/control/contract.ts'
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
  let view: TrayView = { isMoving: false, pushes: [], startsAtLogin: loginItem.isOn() }
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
    if (event.type !== 'status') return
    if (!view.status) change({ pushes: await recentPushes(host) })
    change({ status: event.status })
  }
}

async function recentPushes(host: DesktopHost): Promise<readonly Activity[]> {
  const all = await ask(host, 'activity.list', { limit: 100 })
  return (all ?? []).filter(({ action }) => action === 'push').slice(0, RECENT_PUSHES)
}

async function ask<M extends MethodName>(
  host: DesktopHost,
  method: M,
  input?: unknown,
): Promise<Output<M> | undefined> {
  const outcome = await host.dispatch(method, input, {})
  return 'output' in outcome ? (outcome.output as Output<M>) : undefined
}

function deedsOf(
  { app, clipboard }: Electron,
  { host, window, loginItem }: TrayParts,
  onLoginItem: () => void,
): TrayDeeds {
  return {
    start: () => void host.dispatch('registry.start', undefined, {}),
    stop: () => void host.dispatch('registry.stop', undefined, {}),
    copy: (text) => clipboard.writeText(text),
    show: window.show,
    startAtLogin: (on) => void loginItem.set(on).then(onLoginItem),
    quit: () => app.quit(),
  }
}
