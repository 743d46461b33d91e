import type { Electron } from './electron.ts'
import { CALL, EVENT } from './channels.ts'
import type { DesktopHost } from './host.ts'
import type { WindowKeeper } from './window.ts'

export interface IpcParts {
  readonly host: Pick<DesktopHost, 'dispatch' | 'events'>
  readonly isOurs: WindowKeeper['isOurs']
}

/** The contract over Electron's channels: calls from the window's own page alone, events to every window. */
export function connectIpc({ ipcMain, BrowserWindow }: Electron, { host, isOurs }: IpcParts): void {
  ipcMain.handle(CALL, (event, method: unknown, input: unknown) => {
    // The frame may be gone by now, or be another's (security checklist, 17).
    if (!isOurs(event.senderFrame)) {
      const message = 'this is taken from the window of Berth alone'
      return { failure: { code: 'FORBIDDEN', message } }
    }
    return host.dispatch(String(method), input, {})
  })
  host.events.subscribe(({ event }) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      if (!webContents.isDestroyed()) webContents.send(EVENT, event)
    }
  })
}
