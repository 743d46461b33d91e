import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { visit } from './chromium.ts'
import type { OpenPage } from '../desktop/stand-in-window.ts'

/** Where a page of the app's own scheme lies for a browser that does not know that scheme. */
const PLACE = 'https://berth.test'
const SCHEME = 'app://berth'

/** Windows that are pages of a real browser. @param onPage told of each */
export function shownIn(browser: Browser, onPage: (page: Page) => void): OpenPage {
  return async ({ preload, invoke, request }) => {
    const { page } = await visit(browser)
    await page.context().route(`${PLACE}/**`, async (route) => {
      const answer = await request(route.request().url().replace(PLACE, SCHEME))
      await route.fulfill({
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: Buffer.from(await answer.arrayBuffer()),
      })
    })
    await page.exposeFunction('standInInvoke', (channel: string, args: unknown[]) =>
      invoke(channel, args),
    )
    await page.addInitScript(withPreload(await readFile(preload, 'utf8')))
    onPage(page)
    return {
      goTo: async (url) => void (await page.goto(url.replace(SCHEME, PLACE))),
      send: async (channel, args) =>
        await page.evaluate(
          ([name, list]) => {
            const { standInSend } = window as unknown as StandInPage
            standInSend(name, list)
          },
          [channel, args] as const,
        ),
      close: () => page.context().close(),
    }
  }
}

interface StandInPage {
  readonly standInSend: (channel: string, args: readonly unknown[]) => void
}

/** Runs the built preload with a stand-in for the two parts of Electron that it uses. */
function withPreload(code: string): string {
  return `{
    const listeners = new Map()
    window.standInSend = (channel, args) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args)
    }
    const ipcRenderer = {
      invoke: (channel, ...args) => window.standInInvoke(channel, args),
      on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      off: (channel, listener) =>
        listeners.set(channel, (listeners.get(channel) ?? []).filter((one) => one !== listener)),
    }
    const contextBridge = {
      exposeInMainWorld: (name, api) =>
        Object.defineProperty(window, name, { value: Object.freeze(api) }),
    }
    const module = { exports: {} }
    const require = () => ({ contextBridge, ipcRenderer })
    ;((require, module, exports) => {${code}
    })(require, module, module.exports)
  }`
}
