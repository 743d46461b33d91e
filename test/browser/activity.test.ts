import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { beginHalf } from '../support/half-request.ts'
import { asking, expecting } from '../support/http-image.ts'
import { describeWith } from '../support/tools.ts'
import { locationOf } from '../support/upload-url.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { pushWithSkopeo } from './push.ts'

const MiB = 1024 * 1024

describeWith(['chromium', 'skopeo'], 'activity', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    here = await arrive(cleanUp, berth)
  })

  test('says how to fill the history while nothing is in it', async () => {
    const { page } = here
    await page.getByRole('link', { name: 'Activity', exact: true }).click()
    await expectSeen(page.getByText('Nothing has happened yet'))
  })

  test('lists pushes as they happen, and finds one', async () => {
    const { page } = here
    await pushWithSkopeo(berth.registry.host, 'team/api:v1')
    await pushWithSkopeo(berth.registry.host, 'team/web:v1')
    const history = page.getByRole('grid', { name: 'History' })
    await expectSeen(history.getByRole('link', { name: 'team/web:v1' }))
    await page.getByRole('searchbox').fill('api')
    await expectGone(history.getByRole('link', { name: 'team/web:v1' }))
    await expectSeen(history.getByRole('link', { name: 'team/api:v1' }))
    expect(page.url()).toBe(`${berth.url}activity?search=api`)
  })

  test('is walked and opened by keyboard alone', async () => {
    const { page } = here
    const history = page.getByRole('grid', { name: 'History' })
    await page.getByRole('searchbox').fill('')
    await expectSeen(history.getByRole('link', { name: 'team/web:v1' }))
    await page.keyboard.press('Tab')
    expect(await history.evaluate((grid) => grid.matches(':focus-visible'))).toBe(true)
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${berth.url}images/team/api:v1`)
    await page.goBack()
  })

  test('shows how far a push is, on every page, until it ends', async () => {
    const { page } = here
    const body = randomBytes(8 * MiB)
    const begun = await expecting(
      202,
      asking(berth.registry.url),
      'POST',
      '/v2/half/blobs/uploads/',
    )
    const location = new URL(locationOf(begun), berth.registry.url).href
    const socket = await beginHalf(location, body, body.length / 2)
    await expectSeen(page.getByRole('progressbar', { name: 'Progress: Receiving half' }))
    await page.getByRole('link', { name: 'Settings' }).click()
    const line = page.getByRole('link', { name: /Receiving half from/ })
    await expectSeen(line.getByText('50'))
    socket.end(body.subarray(body.length / 2))
    await expectGone(line)
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
