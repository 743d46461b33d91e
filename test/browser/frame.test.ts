import type { Browser, Page } from 'playwright-core'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { ALICE } from '../support/htpasswd.ts'
import { describeWith } from '../support/tools.ts'
import { openChromium, visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { logInAs } from './log-in.ts'
import { pushWithSkopeo } from './push.ts'

/** The status of the registry's answer to a client that has not logged in. */
async function answerOf(url: string): Promise<number | 'none'> {
  return fetch(`${url}/v2/`).then(
    ({ status }) => status,
    () => 'none',
  )
}

describeWith(['chromium', 'skopeo'], 'the frame around the pages', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    berth = await startConsole(cleanUp, { login: ALICE })
    browser = cleanUp.use(await openChromium())
    await pushWithSkopeo(berth.registry.host, 'team/api:v1', ALICE)
  })

  beforeEach(async () => {
    ;({ page } = await visit(browser))
    await page.goto(berth.url)
    await logInAs(page, ALICE)
    await expectSeen(page.getByRole('heading', { name: 'Overview' }))
    return () => page.context().close()
  })

  test('every page has an address, and Back leads back', async () => {
    for (const name of ['Images', 'Activity', 'Logs', 'Settings']) {
      await page.getByRole('link', { name, exact: true }).click()
      await expectSeen(page.getByRole('heading', { name, level: 1 }))
      expect(page.url()).toBe(`${berth.url}${name.toLowerCase()}`)
      expect(await page.title()).toBe(`${name} · Berth`)
    }
    await page.goBack()
    await expectSeen(page.getByRole('heading', { name: 'Logs', level: 1 }))
  })

  test('an address that leads nowhere says so', async () => {
    await page.goto(`${berth.url}nowhere`)
    await expectSeen(page.getByRole('heading', { name: 'There is no such page' }))
  })

  describe('the palette', () => {
    test('finds a repository and goes there, by keyboard alone', async () => {
      await page.keyboard.press('Control+k')
      await expectSeen(page.getByRole('combobox'))
      await page.keyboard.type('team')
      await expectSeen(page.getByRole('option', { name: 'team/api', selected: true }))
      await page.keyboard.press('Enter')
      await page.waitForURL(`${berth.url}images/team/api`)
    })

    test('leaves by Escape, and the focus is where it was', async () => {
      const link = page.getByRole('link', { name: 'Settings' })
      await link.focus()
      await page.keyboard.press('Control+k')
      await expectSeen(page.getByRole('dialog'))
      await page.keyboard.press('Escape')
      await expectGone(page.getByRole('dialog'))
      expect(await link.evaluate((element) => element === document.activeElement)).toBe(true)
    })

    test('copies a command', async () => {
      await page.getByRole('button', { name: 'Search' }).click()
      await page.getByRole('combobox').fill('docker push')
      await page.keyboard.press('Enter')
      await expectSeen(page.getByText('Copied').last())
      const copied = await page.evaluate(() => navigator.clipboard.readText())
      expect(copied).toBe(`docker push localhost:${berth.registry.port}/busybox`)
    })
  })

  test('the theme is chosen once, and kept', async () => {
    const scheme = () =>
      page.evaluate(() => {
        const frame = document.querySelector('main')?.parentElement?.parentElement
        return frame ? getComputedStyle(frame).backgroundColor : ''
      })
    const light = await scheme()
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: 'Dark' }).click()
    await expect.poll(scheme).not.toBe(light)
    const dark = await scheme()
    await page.reload()
    await expectSeen(page.getByRole('heading', { name: 'Overview' }))
    expect(await scheme()).toBe(dark)
  })

  test('the switch stops the registry, after asking, and starts it again', async () => {
    await page.getByRole('button', { name: 'Stop the registry' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Stop the registry' }).click()
    await expectSeen(page.getByRole('status').getByText('Stopped'))
    expect(await answerOf(berth.registry.url)).not.toBe(401)
    await page.getByRole('button', { name: 'Start the registry' }).click()
    await expectSeen(page.getByRole('status').getByText('Running'))
    expect(await answerOf(berth.registry.url)).toBe(401)
  })

  test('a lost connection is told; what was there stays, and all is well after a restart', async () => {
    const lost = page.getByText('No connection to Berth')
    await expectSeen(page.getByRole('link', { name: 'team/api:v1' }))
    await berth.stop()
    await expectSeen(lost)
    await expectSeen(page.getByRole('status').getByText('Not connected'))
    await expectSeen(page.getByRole('link', { name: 'team/api:v1' }))
    await berth.start()
    // Sessions end with the process; the page asks by itself, without being loaded again.
    await logInAs(page, ALICE)
    await expectSeen(page.getByRole('link', { name: 'team/api:v1' }))
    await expectSeen(page.getByRole('status').getByText('Running'))
    expect(await lost.count()).toBe(0)
  })
})
