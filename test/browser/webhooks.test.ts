import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { startReceiver, type Receiver } from '../notifications/receiver.ts'
import { leaveAside } from '../notifications/set-aside.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { asking, newImage, pushImage } from '../support/http-image.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'

describeWith(['chromium'], 'webhooks', () => {
  const cleanUp = cleanUpAfterAll()
  let receiver: Receiver
  let berth: RunningConsole
  let here: Visit
  let page: Page

  beforeAll(async () => {
    receiver = cleanUp.use(await startReceiver({ status: 503 }))
    const { url } = receiver
    const endpoints = [
      { name: 'ci', url, threshold: 1, backoff: '10h' },
      { name: 'old', url, disabled: true },
    ]
    const folder = cleanUp.use(await temporaryFolder('webhooks')).path
    leaveAside(folder, 'ci', ['v1', 'v2', 'v3'])
    const storage = { filesystem: { rootdirectory: folder } }
    berth = await startConsole(cleanUp, { extraConfig: { notifications: { endpoints }, storage } })
    here = await arrive(cleanUp, berth)
    ;({ page } = here)
    await pushImage(asking(berth.registry.url), 'team/app', 'v1', newImage())
    await receiver.until(() => receiver.requests.length > 0)
    await page.goto(`${berth.url}settings`)
    await expectSeen(hook())
  })

  const hook = () => page.getByRole('group', { name: 'ci' })

  test('tell what waits, and why', async () => {
    await expectSeen(hook().getByText('4 events'))
    await expectSeen(hook().getByText('it answered 503 Service Unavailable'))
    await expectSeen(hook().getByText(/^in \d/))
    await expectSeen(page.getByRole('group', { name: 'old' }).getByText('Switched off'))
  })

  test('show what was set aside, and what was said to it', async () => {
    await expectSeen(hook().getByText('3 events', { exact: true }))
    const list = hook().getByRole('table', { name: 'Set aside for ci' })
    await expectSeen(list.getByText('Push of team/app:v2'))
    expect(await list.getByText('it answered 400 Bad Request').count()).toBe(3)
  })

  test('axe finds nothing wrong, in light and in dark', async () => {
    expect(await violations(page)).toStrictEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    // Not before it is dark.
    await page.reload()
    await expectSeen(hook().getByText('it answered 503 Service Unavailable'))
    expect(await violations(page)).toStrictEqual([])
  })

  test('a test event tells whether somebody takes it', async () => {
    await page.getByRole('button', { name: 'Send a test event to ci' }).click()
    await expectSeen(page.getByText('ci did not take the test event'))
    await page.getByRole('button', { name: 'Dismiss' }).click()
    receiver.answer(200)
    await page.getByRole('button', { name: 'Send a test event to ci' }).click()
    await expectSeen(page.getByText('ci took the test event.'))
    expect(receiver.events.map(({ target }) => target.repository)).toEqual(['berth/test-event'])
  })

  test('what waits is delivered when somebody asks for it', async () => {
    await page.getByRole('button', { name: 'Try now: ci' }).click()
    await receiver.until(() => receiver.events.length === 5)
    await expectSeen(hook().getByText('0 events'))
    await expectSeen(hook().getByText('4 events'))
    await expectGone(page.getByRole('button', { name: 'Try now: ci' }))
  })

  test('what was set aside is sent again or discarded, one by one or all of it', async () => {
    const list = hook().getByRole('table', { name: 'Set aside for ci' })
    const menu = (tag: string) =>
      page.getByRole('button', { name: `What to do with: Push of team/app:${tag}` })
    await menu('v2').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Send again' }).click()
    await expectSeen(page.getByText('ci took 1 event.'))
    expect(receiver.events.at(-1)?.target).toMatchObject({ repository: 'team/app', tag: 'v2' })
    await expectGone(list.getByText('Push of team/app:v2'))
    await menu('v1').click()
    await page.getByRole('menuitem', { name: 'Discard…' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Discard 1 event?' })
    await dialog.getByRole('button', { name: 'Discard 1 event' }).click()
    await expectGone(list.getByText('Push of team/app:v1'))
    await hook().getByRole('button', { name: 'Send 1 event again' }).click()
    await expectGone(hook().getByText('Set aside'))
    expect(receiver.events.at(-1)?.target).toMatchObject({ tag: 'v3' })
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
