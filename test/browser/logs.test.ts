import type { Browser } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { ALICE } from '../support/htpasswd.ts'
import { describeWith } from '../support/tools.ts'
import { openChromium, visit, type Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { logInAs } from './log-in.ts'

describeWith(['chromium'], 'logs', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let browser: Browser
  let here: Visit

  beforeAll(async () => {
    berth = await startConsole(cleanUp, { login: ALICE })
    browser = cleanUp.use(await openChromium())
    here = await visit(browser)
    await here.page.goto(`${berth.url}logs`)
    await logInAs(here.page, ALICE)
    await expectSeen(here.page.getByRole('log'))
  })

  /** Something that is logged, whatever the level. */
  async function makeLine(): Promise<void> {
    const other = await visit(browser)
    await other.page.goto(berth.url)
    await logInAs(other.page, { ...ALICE, password: 'wrong' })
    await expectSeen(other.page.getByText('That user and password'))
    await other.page.context().close()
  }

  const lines = () => here.page.getByRole('log').getByText('login refused')

  test('show a line as it is written', async () => {
    await makeLine()
    await expectSeen(lines().first())
  })

  test('stand still while paused, and count what comes', async () => {
    const { page } = here
    const before = await lines().count()
    await page.getByRole('button', { name: 'Pause' }).click()
    await makeLine()
    const goOn = page.getByRole('button', { name: /Go on \(\d+/ })
    await expectSeen(goOn)
    expect(await lines().count()).toBe(before)
    await goOn.click()
    await expectSeen(lines().nth(before))
  })

  test('are filtered by text and by level, and all shown again', async () => {
    const { page } = here
    await page.getByRole('searchbox').fill('refused')
    await expectGone(page.getByRole('log').getByText('console: logged in'))
    expect(await lines().count()).toBeGreaterThan(0)
    await page.getByRole('combobox', { name: 'Level' }).selectOption('Errors')
    await expectSeen(page.getByText('No line fits'))
    await page.getByRole('button', { name: 'Show all lines' }).click()
    await expectSeen(lines().first())
  })

  test('can be taken along', async () => {
    const { page } = here
    await page.getByRole('button', { name: 'Copy these lines' }).click()
    await expectSeen(page.getByRole('button', { name: 'Copied' }))
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toMatch(/^\d{4}-\d\d-\d\dT\S+Z info .*login refused/m)
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
