import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { ALICE } from '../support/htpasswd.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectSeen } from './expect-seen.ts'
import { logInAs } from './log-in.ts'

describeWith(['chromium'], 'getting in', () => {
  const cleanUp = cleanUpAfterAll()
  let browser: Browser

  beforeAll(async () => {
    browser = cleanUp.use(await openChromium())
  })

  describe('with a user and password', () => {
    let berth: RunningConsole

    beforeAll(async () => {
      berth = await startConsole(cleanUp, { login: ALICE })
    })

    test('a wrong password is refused, the right one leads where one wanted to go', async () => {
      const { page, faults } = await visit(browser)
      await page.goto(`${berth.url}settings`)
      await logInAs(page, { ...ALICE, password: 'wrong' })
      await expectSeen(page.getByText('That user and password do not fit together.'))
      await logInAs(page, ALICE)
      await expectSeen(page.getByRole('heading', { name: 'Settings' }))
      expect([page.url(), faults]).toStrictEqual([`${berth.url}settings`, []])
    })

    test('who logs out is out, and sees nothing of what was there', async () => {
      const { page } = await visit(browser)
      await page.goto(berth.url)
      await logInAs(page, ALICE)
      await page.getByRole('button', { name: 'Log out' }).click()
      await expectSeen(page.getByRole('heading', { name: 'Log in' }))
      await page.reload()
      await expectSeen(page.getByRole('heading', { name: 'Log in' }))
    })
  })

  describe('by the link', () => {
    let berth: RunningConsole

    beforeAll(async () => {
      berth = await startConsole(cleanUp)
    })

    test('it opens once; a second visitor is told so, and the next link works', async () => {
      const link = berth.link()
      const first = await visit(browser)
      await first.page.goto(link)
      await expectSeen(first.page.getByRole('heading', { name: 'Overview' }))
      const second = await visit(browser)
      await second.page.goto(link)
      await expectSeen(second.page.getByRole('heading', { name: 'This link was used before' }))
      await expect.poll(() => berth.link()).not.toBe(link)
      await second.page.goto(berth.link())
      await expectSeen(second.page.getByRole('heading', { name: 'Overview' }))
    })

    test('a wrong one lets nobody in, is told so, and uses nothing up', async () => {
      const berth = await startConsole(cleanUp)
      const link = new URL(berth.link())
      const wrong = new URL(link)
      wrong.searchParams.set('token', 'x'.repeat(43))
      const { page } = await visit(browser)
      await page.goto(wrong.href)
      await expectSeen(page.getByRole('heading', { name: 'This link was used before' }))
      expect(await page.context().cookies()).toStrictEqual([])
      await page.goto(link.href)
      await expectSeen(page.getByRole('heading', { name: 'Overview' }))
    })

    test('without one, the page says where to find it', async () => {
      const { page } = await visit(browser)
      await page.goto(`${berth.url}logs`)
      await expectSeen(page.getByRole('heading', { name: 'Open the console by its link' }))
    })
  })

  test('while Berth does not answer, the window says so in a place that readers find', async () => {
    const berth = await startConsole(cleanUp)
    const { page, faults } = await visit(browser)
    const answers = Promise.withResolvers<void>()
    await page.route('**/api/rpc/session.get', async (route) => {
      await answers.promise
      await route.continue()
    })
    await page.goto(berth.link())
    const waiting = page.getByRole('main').getByRole('heading', { name: 'Connecting to Berth' })
    await expectSeen(waiting)
    expect(await violations(page)).toStrictEqual([])
    answers.resolve()
    await expectSeen(page.getByRole('heading', { name: 'Overview' }))
    expect([await waiting.count(), faults]).toStrictEqual([0, []])
  })

  test('a console below a prefix works from every address in it', async () => {
    const berth = await startConsole(cleanUp, { login: ALICE, prefix: '/registry/' })
    const { page, faults } = await visit(browser)
    await page.goto(`${berth.url}activity`)
    await logInAs(page, ALICE)
    await expectSeen(page.getByRole('heading', { name: 'Activity' }))
    await page.getByRole('link', { name: 'Overview' }).click()
    await expectSeen(page.getByRole('heading', { name: 'Overview' }))
    expect([page.url(), faults]).toStrictEqual([berth.url, []])
  })
})
