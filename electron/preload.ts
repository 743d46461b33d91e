import { contextBridge, ipcRenderer } from 'electron'
import { CALL, EVENT } from './channels.ts'
import type { Bridge } from './bridge.ts'

/** All that the page gets of Electron: no channel, no event object, nothing that it could change. */
const bridge = Object.freeze({
  call: (method: string, input: unknown) => ipcRenderer.invoke(CALL, method, input),
  subscribe(listener: (event: unknown) => void) {
    const heard = (_event: unknown, event: unknown): void => listener(event)
    ipcRenderer.on(EVENT, heard)
    return () => void ipcRenderer.off(EVENT, heard)
  },
} satisfies Bridge)

contextBridge.exposeInMainWorld('berth', bridge)
