import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { ALICE } from '../support/htpasswd.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit, type Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { logInAs } from './log-in.ts'

describeWith(['chromium'], 'somebody who may only pull', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit
  let page: Page

  beforeAll(async () => {
    const access = [{ users: [ALICE.username], repositories: ['**'], actions: ['pull'] }]
    berth = await startConsole(cleanUp, { login: ALICE, extraConfig: { access } })
    here = await visit(cleanUp.use(await openChromium()))
    ;({ page } = here)
    await page.goto(berth.url)
    await logInAs(page, ALICE)
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Overview' }))
  })

  test('is shown the way to those pages alone that are open', async () => {
    const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link')
    expect(await links.allTextContents()).toEqual(['Overview', 'Images', 'Activity'])
    await page.keyboard.press('Control+k')
    await expectSeen(page.getByRole('option', { name: 'Activity' }))
    for (const name of ['Settings', 'Credentials', 'Import']) {
      await expectGone(page.getByRole('option', { name }))
    }
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Images', exact: true }).click()
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Images' }))
    await expectGone(page.getByRole('button', { name: 'Import' }))
  })

  test.each(['import', 'sync', 'credentials', 'doctor', 'logs', 'audit', 'settings', 'setup'])(
    'is told at the address of %s whom it is for',
    async (path) => {
      await page.goto(`${berth.url}${path}`)
      await expectSeen(page.getByRole('heading', { name: 'This page is not open to you' }))
      await expectSeen(page.getByText('It is for users who may pull, push and delete every'))
      expect(await violations(page)).toEqual([])
    },
  )

  test('has seen nothing fail', () => {
    expect(here.faults).toEqual([])
  })
})
