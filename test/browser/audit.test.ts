import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { asking, newImage, pushImage } from '../support/http-image.ts'
import { ALICE } from '../support/htpasswd.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit, type Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { logInAs } from './log-in.ts'

describeWith(['chromium'], 'the audit log', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit
  let page: Page

  beforeAll(async () => {
    berth = await startConsole(cleanUp, { login: ALICE })
    here = await visit(cleanUp.use(await openChromium()))
    ;({ page } = here)
    await page.goto(`${berth.url}audit`)
    await logInAs(page, { ...ALICE, password: 'wrong' })
    await expectSeen(page.getByText('That user and password'))
    await logInAs(page, ALICE)
    await expectSeen(page.getByRole('heading', { name: 'Audit' }))
  })

  const row = (name: string | RegExp) =>
    page.getByRole('grid', { name: 'Changes, the newest first' }).getByRole('row', { name })

  test('tells who came in, and who tried', async () => {
    await expectSeen(row(/Logged in .*alice/))
    await expectSeen(row(/Login failed .*alice/))
    await expectSeen(page.getByText(/^Kept in .*audit\.log$/))
  })

  test('shows a push soon after it was', async () => {
    const ask = asking(berth.registry.url)
    await pushImage(
      (method, path, options) => ask(method, path, { ...options, login: ALICE }),
      'team/app',
      'v1',
      newImage(),
    )
    await expectSeen(row(/Pushed team\/app:v1 alice/))
  })

  test('is searched, and a row leads to its repository', async () => {
    await page.getByRole('searchbox').fill('team/app')
    await expectGone(row(/Logged in/))
    await row(/team\/app:v1/).dblclick()
    await expectSeen(page.getByRole('heading', { level: 1, name: 'team/app' }))
    await page.goBack()
    await expectSeen(row(/team\/app:v1/))
    await page.getByRole('searchbox').fill('nobody did this')
    await expectSeen(page.getByText('Nothing in the audit log fits “nobody did this”'))
    await page.getByRole('searchbox').fill('')
  })

  test('axe finds nothing wrong', async () => {
    await expectSeen(row(/Logged in/))
    expect(await violations(page)).toStrictEqual([])
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults.filter((fault) => !fault.includes('401'))).toStrictEqual([])
  })
})
