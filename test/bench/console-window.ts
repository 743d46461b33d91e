import type { Browser, Page } from 'playwright-core'
import { openChromium, visit } from '../browser/chromium.ts'
import type { Size } from './cases.ts'
import type { ServedConsole } from './console-server.ts'
import { LARGEST } from './console-tree.ts'
import { holesIn } from './console-holes.ts'
import { type Row, limitRow, median } from './table.ts'

const listLimit = 1000
const visits = 5
/** Steps of the wheel from the top of a list to its end. */
const steps = 25

/** What somebody sees in a real browser: how soon a list is there, and whether it is whole wherever they scroll. */
export async function measureWindow(served: ServedConsole, { listed }: Size): Promise<Row[]> {
  await using browser = await openChromium()
  const lists = [
    { title: `list of ${listed.repositories} repositories`, path: 'images' },
    { title: `list of ${listed.tagsOfLargest} tags`, path: `images/${LARGEST}` },
  ]
  const rows: Row[] = []
  for (const { title, path } of lists) {
    rows.push(await measureFirstRow(browser, served, title, path))
    rows.push(await measureScroll(browser, served, title, path))
  }
  return rows
}

/** From the navigation of somebody who was not here before to the first row. */
async function measureFirstRow(
  browser: Browser,
  served: ServedConsole,
  title: string,
  path: string,
): Promise<Row> {
  const times: number[] = []
  for (let time = 0; time < visits; time++) {
    const page = await enteredPage(browser, served)
    times.push(await firstRow(page, served.url + path))
    await page.context().close()
  }
  const note = `slowest ${Math.max(...times).toFixed(0)} ms`
  const whole = `${title}: navigation to first row`
  return limitRow(whole, median(times), 'ms', listLimit, { note, rounds: times })
}

async function enteredPage(browser: Browser, { session, url }: ServedConsole): Promise<Page> {
  const { page } = await visit(browser)
  await page.context().addCookies([{ ...session, url }])
  await page.addInitScript(tellFirstRow, FIRST_ROW)
  return page
}

/** Goes there. @returns milliseconds since then, by the window's own clock, until the first row is painted */
async function firstRow(page: Page, address: string): Promise<number> {
  // Told by the window itself: to ask it would take a good part of its time.
  const told = page.waitForEvent('console', (message) => message.text().startsWith(FIRST_ROW))
  await page.goto(address, { waitUntil: 'commit' })
  return Number((await told).text().slice(FIRST_ROW.length))
}

const FIRST_ROW = 'first row at '

/** As much of a window as `tellFirstRow`, which runs in one, needs of it. */
interface Window {
  readonly document: { querySelector(selector: string): unknown }
  requestAnimationFrame(callback: (at: number) => void): void
}

async function tellFirstRow(words: string): Promise<void> {
  const window = globalThis as unknown as Window
  const frame = () => new Promise<number>((resolve) => window.requestAnimationFrame(resolve))
  while (!window.document.querySelector('[role=grid] [role=gridcell] a')) await frame()
  // oxlint-disable-next-line no-console
  console.debug(words + (await frame()))
}

/** Rows that are missing in what is looked at, wherever the wheel or a key leads. */
async function measureScroll(
  browser: Browser,
  served: ServedConsole,
  title: string,
  path: string,
): Promise<Row> {
  const page = await enteredPage(browser, served)
  await firstRow(page, served.url + path)
  const grid = page.getByRole('grid')
  const height: number = await grid.evaluate((element) => element.scrollHeight)
  const times: number[] = []
  let holes = 0
  const look = async (move: () => Promise<unknown>): Promise<void> => {
    const looked = await holesIn(grid, move)
    times.push(looked.time)
    holes += looked.holes
  }
  await grid.focus()
  await grid.hover()
  for (let step = 0; step < steps; step++) await look(() => page.mouse.wheel(0, height / steps))
  await look(() => page.keyboard.press('Home'))
  for (let step = 0; step < steps; step++) await look(() => page.keyboard.press('PageDown'))
  await inARow(() => page.mouse.wheel(0, height / steps))
  await look(() => page.mouse.wheel(0, height))
  await look(() => page.keyboard.press('End'))
  for (let step = 0; step < steps; step++) await look(() => page.keyboard.press('PageUp'))
  await inARow(() => page.mouse.wheel(0, -height / steps))
  await look(() => page.mouse.wheel(0, -height))
  await page.context().close()
  const note = `filled in ${median(times).toFixed(0)} ms, at most ${Math.max(...times).toFixed(0)} ms`
  return limitRow(`${title}: holes after scrolling`, holes, 'rows', 0, { note, rounds: times })
}

/** All the way, without a look at what is passed. */
async function inARow(move: () => Promise<unknown>): Promise<void> {
  for (let step = 0; step < steps; step++) await move()
}
