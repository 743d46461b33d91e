import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { startOwnBerth } from '../support/own-berth.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit } from './chromium.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { firstStart, keptText, listed, skipStep, stepSeen, STEPS } from './wizard.ts'

const REMOTE = 'Azure-hosted registry'

/** The heading of the step that has the focus. */
const focused = (page: Page) => page.locator('h2:focus')

async function namesIn(page: Page): Promise<readonly [string, string, ...string[]]> {
  const names = await listed(page, /./).allTextContents()
  expect(names).toEqual(STEPS)
  return names as [string, string]
}

describeWith(['chromium'], 'set-up', () => {
  const cleanUp = cleanUpAfterAll()
  let browser: Browser

  beforeAll(async () => {
    browser = cleanUp.use(await openChromium())
  })

  test('opens by itself at the first start, and every step can be skipped', async () => {
    const { berth, page } = await firstStart(cleanUp, browser)
    const names = await namesIn(page)
    for (const [at, name] of names.entries()) {
      await stepSeen(page, name)
      await expectSeen(page.getByText(`Step ${at + 1} of ${names.length}`, { exact: true }))
      await expectSeen(focused(page))
      expect(await violations(page)).toEqual([])
      await skipStep(page)
    }
    await expectSeen(page.getByRole('heading', { name: 'Set-up is over' }))
    await expectSeen(focused(page))
    expect(await page.getByText('Skipped', { exact: true }).count()).toBe(names.length)
    await page.getByRole('button', { name: 'Open Overview' }).click()
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Overview' }))
    await page.goto(berth.url)
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Overview' }))
    await expectGone(page.getByText('Set-up is not done.'))
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Open set-up' }).click()
    await stepSeen(page, names[0])
    await expectGone(listed(page, /skipped/))
  })

  test('goes back, and by keyboard alone', async () => {
    const { page } = await firstStart(cleanUp, browser)
    const [first, second] = await namesIn(page)
    await skipStep(page)
    await stepSeen(page, second)
    await expectSeen(listed(page, `${first} · skipped`))
    await page.getByRole('button', { name: 'Back' }).focus()
    await page.keyboard.press('Enter')
    await stepSeen(page, first)
    await expectSeen(focused(page))
    await listed(page, 'Connect Docker').press('Enter')
    await stepSeen(page, 'Connect Docker')
    await listed(page, REMOTE).press('Enter')
    await stepSeen(page, REMOTE)
    // The heading has the focus, and nothing was typed: Enter goes on.
    await expectSeen(focused(page))
    await page.keyboard.press('Enter')
    await expectSeen(listed(page, `${REMOTE} · done`))
  })

  test('goes on where it was after it was closed in the middle', async () => {
    const { berth, page } = await firstStart(cleanUp, browser)
    await listed(page, REMOTE).click()
    await page.getByRole('textbox', { name: 'Address' }).fill('https://registry.example.com')
    // What was typed is kept when the page goes, whenever that is.
    await page.goto('about:blank')
    await expect.poll(() => keptText(berth)).toContain('https://registry.example.com')
    process.kill(berth.pid, 'SIGKILL')
    await berth.end()
    const again = await startOwnBerth(cleanUp, { home: berth.home })
    await page.goto(again.link())
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Overview' }))
    await expectSeen(page.getByText('Set-up is not done.'))
    await page.getByRole('button', { name: 'Go on' }).click()
    await stepSeen(page, REMOTE)
    const address = page.getByRole('textbox', { name: 'Address' })
    expect(await address.inputValue()).toBe('https://registry.example.com')
  })

  test('does not come up by itself where somebody has configured Berth', async () => {
    const berth = await startOwnBerth(cleanUp, { config: {} })
    const { page } = await visit(browser)
    await page.goto(berth.link())
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Overview' }))
    await expectGone(page.getByText('Set-up is not done.'))
    await page.goto(`${berth.url}/setup`)
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Set up Berth' }))
  })
})
