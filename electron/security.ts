import type { WebPreferences } from 'electron'
import type { Electron } from './electron.ts'
import { APP_ORIGIN } from './app-scheme.ts'

/** What a page in the window may do: nothing but show itself and talk through the preload. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    navigateOnDragDrop: false,
  }
}

/** Addresses that may be opened in the person's own browser, by their beginning. */
const OUTSIDE = ['https://github.com/opencontainers/', 'https://docs.docker.com/']

/**
 * Holds every page, whatever it is, to the window's own address, and refuses all permissions
 * (electronjs.org/docs/latest/tutorial/security, 4, 5, 13, 14, 15).
 */
export function guardContents({ app, session, shell }: Electron): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) =>
    answer(false),
  )
  session.defaultSession.setPermissionCheckHandler(() => false)
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      if (!isOwn(event.url)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      if (OUTSIDE.some((start) => url.startsWith(start))) void shell.openExternal(url)
      return { action: 'deny' }
    })
  })
}

/** Whether an address is the window's own. */
export function isOwn(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`)
}
