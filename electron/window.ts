import { join } from 'node:path'
import type { BrowserWindow, WebFrameMain } from 'electron'
import { APP_ORIGIN } from './app-scheme.ts'
import type { DesktopSettingsFile } from './desktop-settings.ts'
import type { Electron } from './electron.ts'
import { isOwn, webPreferences } from './security.ts'

/** The one window, which comes and goes. */
export interface WindowKeeper {
  /** Opens it, or brings it to the front. @param path a place in it, such as `settings` */
  show(path?: string): void
  /** Lets it close for good, for the end of the app. */
  letGo(): void
  /** Whether a frame is the page in the window, and nothing inside or beside it. */
  isOurs(frame: WebFrameMain | null): boolean
}

/** Beside the built main file, or in a checkout's `dist`. */
const PRELOAD = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? '../dist/electron/preload.cjs' : 'preload.cjs',
)

export function createWindowKeeper(
  electron: Electron,
  settings: DesktopSettingsFile,
): WindowKeeper {
  let window: BrowserWindow | undefined
  let isEnding = false

  function open(path: string): BrowserWindow {
    const opened = new electron.BrowserWindow({
      width: 1200,
      height: 800,
      minWidth: 480,
      minHeight: 400,
      show: false,
      title: 'Berth',
      backgroundColor: electron.nativeTheme.shouldUseDarkColors ? '#292929' : '#ffffff',
      webPreferences: webPreferences(PRELOAD),
    })
    opened.removeMenu()
    // Not before there is something to see.
    opened.once('ready-to-show', () => opened.show())
    opened.on('close', (event) => {
      if (isEnding || !settings.now.hideOnClose) return
      event.preventDefault()
      opened.hide()
      void tellOfHiding()
    })
    opened.on('closed', () => (window = undefined))
    void opened.loadURL(`${APP_ORIGIN}/${path}`)
    return opened
  }

  /** Once in a life: an app that is still there after its window was closed surprises. */
  async function tellOfHiding(): Promise<void> {
    if (settings.now.toldOfHiding) return
    await settings.change({ toldOfHiding: true })
    if (!electron.Notification.isSupported()) return
    new electron.Notification({
      title: 'Berth goes on in the tray',
      body: 'Your registry stays available. Quit from the menu of its icon; Settings can change this.',
    }).show()
  }

  return {
    show(path) {
      if (!window) {
        window = open(path ?? '')
        return
      }
      if (path !== undefined) void window.loadURL(`${APP_ORIGIN}/${path}`)
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    letGo() {
      isEnding = true
    },
    isOurs(frame) {
      return frame !== null && frame === window?.webContents.mainFrame && isOwn(frame.url)
    },
  }
}
