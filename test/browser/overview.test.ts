import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { describeWith } from '../support/tools.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectSeen } from './expect-seen.ts'
import { pushWithSkopeo } from './push.ts'

describeWith(['chromium', 'skopeo'], 'the overview', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    here = await arrive(cleanUp, berth)
  })

  test('has the state, and the commands with this registry in them', async () => {
    const { page } = here
    await expectSeen(page.getByRole('status').getByText('Running'))
    for (const command of ['tag busybox', 'push', 'pull']) {
      await expectSeen(page.getByText(`docker ${command} localhost:${berth.registry.port}/busybox`))
    }
  })

  test('copies a command', async () => {
    const { page } = here
    await page.getByRole('button', { name: 'Copy the command to push' }).click()
    await expectSeen(page.getByRole('button', { name: 'Copied' }))
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toBe(`docker push localhost:${berth.registry.port}/busybox`)
  })

  test('shows a push without being asked, and leads to the image', async () => {
    const { page } = here
    await expectSeen(page.getByText('Nothing was pushed yet'))
    await pushWithSkopeo(berth.registry.host, 'team/api:v1')
    const pushes = page.getByRole('table', { name: 'Recent pushes' })
    await expectSeen(pushes.getByText('just now'))
    await expectSeen(page.getByRole('definition').getByText('1', { exact: true }).first())
    await pushes.getByRole('link', { name: 'team/api:v1' }).click()
    await page.waitForURL(`${berth.url}images/team/api:v1`)
    await page.goBack()
    await expectSeen(page.getByRole('heading', { name: 'Overview' }))
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
