import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { startHaltingProxy, type HaltingProxy } from '../support/halting-proxy.ts'
import { send } from '../support/http-client.ts'
import { pushLayer } from '../support/push-layer.ts'
import { describeWith } from '../support/tools.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { addRemote, addSync, startPair, type SyncPair } from './sync-pair.ts'

const MIB = 1024 * 1024

/** What a tag stands for there. */
const digestAt = async (url: string, name: string): Promise<string | undefined> => {
  const [repository, tag] = name.split(':')
  const { status, headers } = await send(`${url}/v2/${repository}/manifests/${tag}`, {
    method: 'HEAD',
    headers: { Accept: 'application/vnd.oci.image.manifest.v1+json' },
  })
  return status === 200 ? String(headers['docker-content-digest']) : undefined
}

describeWith(['chromium'], 'a sync in the console', () => {
  const cleanUp = cleanUpAfterAll()
  let pair: SyncPair
  let page: Page
  /** On the way there every connection halts after a megabyte. */
  let line: HaltingProxy
  let digest = ''

  beforeAll(async () => {
    pair = await startPair(cleanUp)
    ;({ page } = pair.visit)
    line = cleanUp.use(await startHaltingProxy(pair.there.port, MIB))
    digest = await pushLayer(pair.here.registry.url, 'team/api:v1', 24 * MIB)
    await page.goto(`${pair.here.url}sync`)
  })

  const state = () => page.getByRole('table', { name: 'Syncs' }).getByRole('row').nth(1)

  test('begins with a page that teaches, and with a registry in Credentials', async () => {
    await expectSeen(page.getByText('Nothing is synced yet'))
    await page.getByRole('link', { name: 'Go to Credentials' }).click()
    await addRemote(page, 'azure', `http://${line.host}`)
    await page.getByRole('link', { name: 'Sync', exact: true }).click()
    await addSync(page)
    await expectSeen(state().getByText('Not synced yet'))
    await expectSeen(state().getByText('Push all images · by hand'))
  })

  test('shows its plan before it runs', async () => {
    await page.getByRole('button', { name: 'What to do with the sync with azure' }).click()
    await page.getByRole('menuitem', { name: 'Show plan' }).click()
    await expectSeen(page.getByRole('heading', { name: 'Plan: azure' }))
    const row = page.getByRole('grid', { name: 'Images' }).getByRole('row', { name: 'team/api:v1' })
    await expectSeen(row.getByText('New'))
    await expectSeen(row.getByText('24.0 MiB'))
    expect(await digestAt(pair.there.url, 'team/api:v1')).toBeUndefined()
  })

  test('tells how far it is while it runs, on every page', async () => {
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await expectSeen(page.getByRole('heading', { name: 'Sync with azure' }))
    await expectSeen(page.getByRole('progressbar', { name: 'Progress: team/api:v1' }))
    await expectSeen(page.getByRole('progressbar', { name: /Progress: Blob/ }))
    await expectSeen(page.getByText(/MiB of 24\.0\sMiB · \d+\s%/))
    await page.getByRole('link', { name: 'Images', exact: true }).click()
    await expectSeen(page.getByRole('link', { name: /Syncing with azure · \d+\s%/ }))
    await page.getByRole('link', { name: /Syncing with azure/ }).click()
    await expectSeen(page.getByRole('heading', { name: 'Sync with azure' }))
  })

  test('is paused and goes on', async () => {
    await page.getByRole('button', { name: 'Pause' }).click()
    await expectSeen(page.getByText('Paused: azure'))
    await expectSeen(page.getByRole('link', { name: /The sync with azure is paused/ }))
    await page.getByRole('button', { name: 'Resume' }).click()
    await expectSeen(page.getByText('Pushing to azure'))
  })

  test('survives a line that is cut', async () => {
    line.cut()
    expect(await page.getByText('Running').first().isVisible()).toBe(true)
    line.goOn()
    await expectSeen(page.getByRole('row', { name: /team\/api:v1/ }).getByText('Level'))
    await expectGone(page.getByText('Pushing to azure'))
    expect(await digestAt(pair.there.url, 'team/api:v1')).toBe(digest)
  })

  test('is in the history with what moved', async () => {
    await page.getByRole('link', { name: 'Sync', exact: true }).first().click()
    const history = page.getByRole('table', { name: 'History' })
    await expectSeen(history.getByRole('row', { name: /Push to azure.*Level/ }))
    await history.getByRole('link').first().click()
    await expectSeen(page.getByRole('heading', { name: 'Sync with azure' }))
    await expectSeen(page.getByText('team/api:v1'))
  })

  test('is level at the next run, which sends nothing', async () => {
    await page.getByRole('link', { name: 'Sync', exact: true }).first().click()
    await page.getByRole('button', { name: 'Sync now with azure' }).click()
    await expectSeen(page.getByRole('table', { name: 'History' }).getByRole('row').nth(2))
    await expectSeen(state().getByText('Level'))
  })

  test('nothing was forbidden or failed', () => {
    expect(pair.visit.faults).toEqual([])
  })
})
