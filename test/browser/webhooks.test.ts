import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { startReceiver, type Receiver } from '../notifications/receiver.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { asking, newImage, pushImage } from '../support/http-image.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit, type Visit } from './chromium.ts'
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
    berth = await startConsole(cleanUp, { extraConfig: { notifications: { endpoints } } })
    here = await visit(cleanUp.use(await openChromium()))
    ;({ page } = here)
    await page.goto(berth.link())
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

  test('axe finds nothing wrong, in light and in dark', async () => {
    expect(await violations(page)).toStrictEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
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

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
