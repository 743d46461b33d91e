import { ensureCli } from '../support/cli.ts'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { openChromium, visit } from '../browser/chromium.ts'
import { logInAs } from '../browser/log-in.ts'
import { run } from '../support/command.ts'
import { act } from './act.ts'
import { NOW } from './clock.ts'
import { ARRIVED, beginPush, PROGRESS } from './in-flight.ts'
import { fileOf, FIRST_START, LOGIN, SHOTS, THEMES, type Shot } from './shots.ts'
import { loginOf, startStaged, type StagedRegistry } from './staged-registry.ts'
import { STORY } from './story.ts'
import { stageSync } from './sync-stage.ts'

/**
 * Takes pictures of every page of the console, from a registry that runs on a stage, so that they only
 * change when the console does: `npm run screenshots`, and `-- --out FOLDER --width PIXELS` for a look at
 * how it does elsewhere.
 */

const PROJECT = join(import.meta.dirname, '../..')
const HEIGHT = 800
const DAY = 24 * 60 * 60_000
/** A machine that is too busy for the moment in which a push is seen gets another one. */
const TRIES = 5
/** For that moment to come, in milliseconds. */
const PATIENCE = 2_000

const { values: wishes } = parseArgs({
  options: {
    out: { type: 'string', default: join(PROJECT, 'build/screenshots') },
    width: { type: 'string', default: '1280' },
  },
})

type Theme = (typeof THEMES)[number]

await run(process.execPath, [join(PROJECT, 'build/ensure-renderer.ts')])
await ensureCli()
await mkdir(wishes.out, { recursive: true })
await using cleanUp = new AsyncDisposableStack()
const browser = cleanUp.use(await openChromium())
const inUse = await startStaged(cleanUp, { users: true, startedAt: NOW - 3 * DAY })
const empty = await startStaged(cleanUp, { users: false, startedAt: NOW })
await act(inUse, STORY)
inUse.clock.set(NOW)
await stageSync(inUse, await startStaged(cleanUp, { users: false, startedAt: NOW - 3 * DAY }))
for (const theme of THEMES) {
  const page = await open(browser, theme)
  await page.goto(empty.link() ?? empty.url)
  await take(page, empty, fileOf('overview-empty', theme), FIRST_START)
}
const pages: (readonly [Theme, Page])[] = []
for (const theme of THEMES) pages.push([theme, await enter(browser, theme)])
for (const [name, shot] of Object.entries(SHOTS)) {
  for (const [theme, page] of pages) await take(page, inUse, fileOf(name, theme), shot)
}

/** Logs in, with a picture of how. */
async function enter(browser: Browser, theme: Theme): Promise<Page> {
  const page = await open(browser, theme)
  await take(page, inUse, fileOf('login', theme), LOGIN)
  await logInAs(page, loginOf('alice'))
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  return page
}

async function open(browser: Browser, colorScheme: Theme): Promise<Page> {
  const { page } = await visit(browser, {
    colorScheme,
    viewport: { width: Number(wishes.width), height: HEIGHT },
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  await page.clock.setFixedTime(NOW)
  return page
}

async function take(
  page: Page,
  registry: StagedRegistry,
  file: string,
  { path, show, moving }: Shot,
): Promise<void> {
  await page.goto(`${registry.url}/${path}`)
  await show(page)
  // A page may load several parts.
  await page.waitForFunction(() => !document.querySelector('[role=status][aria-label=Loading]'))
  const shoot = async () => {
    await page.evaluate(mask, registry.masks)
    await page.screenshot({ path: join(wishes.out, file), animations: 'disabled' })
  }
  await (moving ? duringPush(page, registry, shoot) : shoot())
}

/** Takes a picture while a push is on its way: how fast it is can be seen for some seconds only. */
async function duringPush(
  page: Page,
  registry: StagedRegistry,
  shoot: () => Promise<void>,
): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    using push = await beginPush(registry)
    await page.getByText(ARRIVED).waitFor()
    push.pass()
    const progress = page.getByText(PROGRESS)
    const isSeen = () => progress.count().then((found) => found > 0)
    await progress.waitFor({ timeout: PATIENCE }).catch(() => undefined)
    if (!(await isSeen())) continue
    await shoot()
    if (await isSeen()) return
  }
  throw new Error(`no picture of a push in ${TRIES} tries`)
}

/** Puts other words in the place of what a picture shall not tell. */
function mask(masks: Readonly<Record<string, string>>): void {
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    for (const [word, other] of Object.entries(masks)) {
      node.nodeValue = node.nodeValue?.replaceAll(word, other) ?? null
    }
  }
  for (const field of document.querySelectorAll('input')) {
    for (const [word, other] of Object.entries(masks)) {
      if (field.value.includes(word)) field.value = field.value.replaceAll(word, other)
    }
  }
}
