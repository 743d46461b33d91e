import type { Browser } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { ALICE } from '../support/htpasswd.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit, type Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { logInAs } from './log-in.ts'
import { pushWithSkopeo } from './push.ts'

const PAGES = [
  ['', 'Overview'],
  ['images', 'Images'],
  ['images/team/api', 'team/api'],
  ['images/team/api:v1', 'team/api'],
  ['activity', 'Activity'],
  ['care', 'Care'],
  ['logs', 'Logs'],
  ['audit', 'Audit'],
  ['settings', 'Settings'],
  ['nowhere', 'There is no such page'],
] as const

describeWith(['chromium', 'skopeo'], 'axe finds nothing wrong', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let browser: Browser

  beforeAll(async () => {
    berth = await startConsole(cleanUp, { login: ALICE })
    browser = cleanUp.use(await openChromium())
    await pushWithSkopeo(berth.registry.host, 'team/api:v1', ALICE)
  })

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    let here: Visit

    beforeAll(async () => {
      here = await visit(browser, { colorScheme })
      await here.page.goto(berth.url)
    })

    test('with the login', async () => {
      await expectSeen(here.page.getByRole('heading', { name: 'Log in' }))
      expect(await violations(here.page)).toStrictEqual([])
      await logInAs(here.page, ALICE)
      await expectSeen(here.page.getByRole('heading', { name: 'Overview' }))
    })

    test.each(PAGES)('with /%s', async (path, heading) => {
      const { page } = here
      await page.goto(`${berth.url}${path}`)
      await expectSeen(page.getByRole('heading', { level: 1, name: heading }))
      // Nothing is on its way any more.
      await expectGone(page.getByRole('status', { name: 'Loading' }))
      expect(await violations(page)).toStrictEqual([])
    })

    test('with the palette open', async () => {
      await here.page.keyboard.press('Control+k')
      await expectSeen(here.page.getByRole('option').first())
      expect(await violations(here.page)).toStrictEqual([])
    })
  })
})
