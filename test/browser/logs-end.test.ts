import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { asking } from '../support/http-image.ts'
import { describeWith } from '../support/tools.ts'
import { openChromium, visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'

const REQUESTS = 80
/** Less than the height of a line. */
const AT_END = 24

describeWith(['chromium'], 'a log whose lines take several rows', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    berth = await startConsole(cleanUp, {
      extraConfig: { log: { accesslog: { disabled: false } } },
    })
    browser = cleanUp.use(await openChromium())
    for (let at = 0; at < REQUESTS; at++) await request(`${at}-${'long'.repeat(60)}`)
    ;({ page } = await visit(browser))
    await page.goto(berth.link())
    await page.getByRole('link', { name: 'Logs' }).click()
  })

  const request = (tag: string) =>
    asking(berth.registry.url)('GET', `/v2/team/api/manifests/${tag.slice(0, 128)}`)
  const log = () => page.getByRole('log')
  const toEnd = () => page.getByRole('button', { name: 'To the newest' })
  const left = () =>
    log().evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight)

  test('is open at its end', async () => {
    await expectSeen(log().getByText(`${REQUESTS - 1}-long`))
    await expect.poll(left).toBeLessThan(AT_END)
    await expectGone(toEnd())
  })

  test('stays there as lines come', async () => {
    for (const name of ['newer', 'newest']) await request(`${name}-${'long'.repeat(60)}`)
    await expectSeen(log().getByText('newest-long'))
    await expect.poll(left).toBeLessThan(AT_END)
  })

  test('stands still for somebody who reads further up, and leads back', async () => {
    await log().hover()
    await page.mouse.wheel(0, -1_500)
    await expectSeen(toEnd())
    const before = await left()
    await request(`later-${'long'.repeat(60)}`)
    await expect.poll(left).toBeGreaterThan(before)
    await toEnd().click()
    await expectSeen(log().getByText('later-long'))
    await expect.poll(left).toBeLessThan(AT_END)
    await expectGone(toEnd())
  })
})
