import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions } from 'electron'
import type { StandInApp } from './stand-in-app.ts'
import type { StandInIpc } from './stand-in-ipc.ts'

/** A page that shows what a window was told to load. */
export interface ShownPage {
  goTo(url: string): Promise<void>
  /** An event for the preload's `ipcRenderer`. */
  send(channel: string, args: readonly unknown[]): Promise<void>
  close(): Promise<void>
}

/** Opens one; without a browser, nothing is shown. */
export type OpenPage = (way: {
  readonly preload: string
  readonly invoke: (channel: string, args: readonly unknown[]) => Promise<unknown>
  readonly request: (url: string) => Promise<Response>
}) => Promise<ShownPage>

export interface StandInWindow {
  readonly options: BrowserWindowConstructorOptions
  readonly isVisible: () => boolean
  readonly url: () => string
  /** What a person does with the button in its corner. */
  readonly closeByPerson: () => void
  readonly contents: EventEmitter & { openHandler?: (details: { url: string }) => unknown }
}

interface Parts {
  readonly openPage: OpenPage
  readonly ipc: StandInIpc
  readonly app: StandInApp
  readonly request: (url: string) => Promise<Response>
}

/** The class of windows of one app. */
export function windowClass({ openPage, ipc, app, request }: Parts) {
  const windows = new Set<BrowserWindow>()

  class Contents extends EventEmitter {
    readonly mainFrame = { url: '' }
    openHandler?: (details: { url: string }) => unknown
    page: Promise<ShownPage> | undefined
    setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
      this.openHandler = handler
    }
    isDestroyed = (): boolean => false
    send(channel: string, ...args: unknown[]): void {
      const cloned = structuredClone(args)
      void this.page?.then((page) => page.send(channel, cloned)).catch(() => undefined)
    }
  }

  class BrowserWindow extends EventEmitter implements StandInWindow {
    static getAllWindows = (): readonly BrowserWindow[] => [...windows]
    static all = (): readonly StandInWindow[] => [...windows]
    readonly options: BrowserWindowConstructorOptions
    readonly webContents = new Contents()
    #visible = false

    constructor(options: BrowserWindowConstructorOptions = {}) {
      super()
      this.options = options
      windows.add(this)
      app.module.emit('browser-window-created', {}, this)
      app.module.emit('web-contents-created', {}, this.webContents)
    }
    get contents(): Contents {
      return this.webContents
    }
    isVisible = (): boolean => this.#visible
    isMinimized = (): boolean => false
    url = (): string => this.webContents.mainFrame.url
    restore(): void {}
    focus(): void {}
    removeMenu(): void {}
    show(): void {
      this.#visible = true
    }
    hide(): void {
      this.#visible = false
    }
    async loadURL(url: string): Promise<void> {
      const { webContents: contents } = this
      contents.mainFrame.url = url
      contents.page ??= openPage({
        preload: this.options.webPreferences?.preload ?? '',
        invoke: (channel, args) => ipc.invoke(contents.mainFrame, channel, ...args),
        request,
      })
      await (await contents.page).goTo(url)
      this.emit('ready-to-show')
    }
    closeByPerson(): void {
      const event = { isPrevented: false, preventDefault: () => void (event.isPrevented = true) }
      this.emit('close', event)
      if (event.isPrevented) return
      windows.delete(this)
      void this.webContents.page?.then((page) => page.close())
      this.emit('closed')
      if (windows.size === 0) app.module.emit('window-all-closed')
    }
  }
  return BrowserWindow
}
