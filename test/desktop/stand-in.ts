import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions } from 'electron'
import type { Electron } from '../../electron/electron.ts'
import { createStandInApp, type StandInApp } from './stand-in-app.ts'
import { createIpc, type StandInIpc } from './stand-in-ipc.ts'
import { windowClass, type OpenPage, type StandInWindow } from './stand-in-window.ts'

/** A menu as it was last set. */
export interface StandInTray {
  readonly icon: () => string
  readonly tip: () => string
  readonly menu: () => readonly MenuItemConstructorOptions[]
  /** Chooses an entry by its label. */
  readonly choose: (label: string, checked?: boolean) => void
  readonly click: () => void
}

export interface StandIn {
  /** What the app is given in place of the module. */
  readonly electron: Electron
  readonly app: StandInApp
  readonly ipc: StandInIpc
  readonly windows: () => readonly StandInWindow[]
  readonly trays: readonly StandInTray[]
  readonly notifications: readonly { readonly title: string; readonly body: string }[]
  readonly clipboard: () => string
  readonly opened: readonly string[]
  /** Messages in boxes of their own. */
  readonly boxes: readonly string[]
  /** Answers for a custom scheme, as `protocol.handle` set it. */
  readonly request: (url: string) => Promise<Response>
  readonly schemes: readonly Electron.CustomScheme[]
  readonly emit: (what: 'suspend' | 'resume' | 'updated') => void
  /** How often the machine is kept from sleeping now. */
  readonly blockers: () => number
}

/**
 * In place of Electron's module, whose binary cannot be had everywhere: the app, its tray, menus,
 * notifications and channels record what they are told, and a window is a page of a real browser
 * (`openPage`) that runs the real preload. Arguments are cloned as Electron's channels clone them.
 * Nothing of Chromium's own sandboxing, of native menus or of the operating system is tested by it.
 */
export function standIn(openPage: OpenPage): StandIn {
  const app = createStandInApp()
  const ipc = createIpc()
  const trays: StandInTray[] = []
  const notifications: { title: string; body: string }[] = []
  const opened: string[] = []
  const boxes: string[] = []
  const powerMonitor = new EventEmitter()
  const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false })
  const blockers = new Set<number>()
  let lastBlocker = 0
  let copied = ''
  let handler: ((request: Request) => Promise<Response>) | undefined
  let schemes: readonly Electron.CustomScheme[] = []
  const request = async (url: string): Promise<Response> => {
    if (!handler) throw new Error('nobody serves the scheme')
    return await handler(new Request(url))
  }
  const BrowserWindow = windowClass({ openPage, ipc, app, request })

  class Tray extends EventEmitter {
    #icon: string
    #tip = ''
    #items: readonly MenuItemConstructorOptions[] = []
    constructor(icon: { path: string }) {
      super()
      this.#icon = icon.path
      trays.push({
        icon: () => this.#icon,
        tip: () => this.#tip,
        menu: () => this.#items,
        choose: (label, checked = false) => choose(this.#items, label, checked),
        click: () => void this.emit('click'),
      })
    }
    setImage(icon: { path: string }): void {
      this.#icon = icon.path
    }
    setToolTip(tip: string): void {
      this.#tip = tip
    }
    setContextMenu(menu: { items: readonly MenuItemConstructorOptions[] }): void {
      this.#items = menu.items
    }
  }

  class Notification extends EventEmitter {
    static isSupported = (): boolean => true
    readonly #options: { title: string; body: string }
    constructor(options: { title: string; body: string }) {
      super()
      this.#options = options
    }
    show(): void {
      notifications.push(this.#options)
    }
  }

  const electron = {
    app: app.module,
    BrowserWindow,
    clipboard: { writeText: (text: string) => void (copied = text) },
    dialog: { showErrorBox: (title: string, text: string) => void boxes.push(`${title}: ${text}`) },
    ipcMain: ipc.main,
    Menu: { buildFromTemplate: (items: readonly MenuItemConstructorOptions[]) => ({ items }) },
    nativeImage: { createFromPath: (path: string) => ({ path }) },
    nativeTheme,
    Notification,
    powerMonitor,
    powerSaveBlocker: {
      start: () => {
        blockers.add(++lastBlocker)
        return lastBlocker
      },
      stop: (id: number) => blockers.delete(id),
    },
    protocol: {
      registerSchemesAsPrivileged: (list: readonly Electron.CustomScheme[]) =>
        void (schemes = list),
      handle: (_scheme: string, answer: typeof handler) => void (handler = answer),
    },
    session: { defaultSession: app.session },
    shell: { openExternal: async (url: string) => void opened.push(url) },
    Tray,
    // A process that ends before it answers, as where the keychain cannot be used.
    utilityProcess: { fork: endedProcess },
  } satisfies Record<keyof Electron, unknown>
  return {
    electron: electron as unknown as Electron,
    app,
    ipc,
    windows: () => BrowserWindow.all(),
    trays,
    notifications,
    clipboard: () => copied,
    opened,
    boxes,
    request,
    get schemes() {
      return schemes
    },
    emit: (what) => void (what === 'updated' ? nativeTheme : powerMonitor).emit(what),
    blockers: () => blockers.size,
  }
}

function endedProcess() {
  const child = Object.assign(new EventEmitter(), { postMessage() {}, kill: () => true })
  queueMicrotask(() => child.emit('exit', 1))
  return child
}

function choose(
  items: readonly MenuItemConstructorOptions[],
  label: string,
  checked: boolean,
): void {
  const all = items.flatMap((item) => [item, ...submenuOf(item)])
  const item = all.find((one) => one.label === label)
  if (!item || item.enabled === false) {
    throw new Error(`the menu has no ${label} to choose: ${all.map((one) => one.label).join(', ')}`)
  }
  item.click?.({ checked } as never, undefined, {} as never)
}

function submenuOf({ submenu }: MenuItemConstructorOptions): readonly MenuItemConstructorOptions[] {
  return Array.isArray(submenu) ? submenu : []
}
