import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

/** The same engine without a frame of its own takes half the work; without either of them Playwright says so. */
const CHROMIUM = onPath('chromium-headless-shell') ?? onPath('chromium') ?? 'chromium'

/** The chromium on PATH, without a display and without any call home. Closing it is left to the caller. */
export async function openChromium(): Promise<Browser & AsyncDisposable> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

function onPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file))
}

/** A page of a person who was not here before, and everything that goes wrong in it. */
export interface Visit {
  readonly page: Page
  /** Errors of scripts, and what the Content-Security-Policy forbade. */
  readonly faults: readonly string[]
}

export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    // The console copies by the clipboard where it may.
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(message))
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(message.text())
  })
  return { page, faults }
}
