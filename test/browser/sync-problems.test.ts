import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { send } from '../support/http-client.ts'
import { startMeddlingProxy } from '../support/meddling-proxy.ts'
import { pushLayer } from '../support/push-layer.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { addRemote, addSync, startPair, type SyncPair } from './sync-pair.ts'

const digestAt = async (url: string, repository: string, tag: string) => {
  const { status, headers } = await send(`${url}/v2/${repository}/manifests/${tag}`, {
    method: 'HEAD',
    headers: { Accept: 'application/vnd.oci.image.manifest.v1+json' },
  })
  return status === 200 ? String(headers['docker-content-digest']) : undefined
}

describeWith(['chromium'], 'a sync that needs somebody', () => {
  const cleanUp = cleanUpAfterAll()
  let pair: SyncPair
  let page: Page
  /** Whether the way there refuses one repository. */
  let refuses = true

  beforeAll(async () => {
    pair = await startPair(cleanUp)
    ;({ page } = pair.visit)
    const line = cleanUp.use(
      await startMeddlingProxy(pair.there.url, ({ method, url }) =>
        refuses && method === 'POST' && url?.startsWith('/v2/team/locked/')
          ? { status: 403, body: '{"errors":[{"code":"DENIED","message":"locked"}]}' }
          : undefined,
      ),
    )
    const { url } = pair.here.registry
    await pushLayer(url, 'team/open:v1', 20_000)
    await pushLayer(url, 'team/locked:v1', 20_000)
    await page.goto(`${pair.here.url}credentials`)
    await addRemote(page, 'azure', line.url)
    await page.getByRole('link', { name: 'Sync', exact: true }).click()
    await expectSeen(page.getByRole('button', { name: 'Add sync' }))
    await expectAccessible()
    await addSync(page, async () => await expectAccessible())
  })

  /** In both themes, and at 720 pixels nothing is wider than the window. */
  async function expectAccessible(): Promise<void> {
    // A notice that goes away by itself stands outside of all that axe counts as the page.
    await page.locator('.fui-ToastContainer').waitFor({ state: 'detached' })
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await violations(page)).toEqual([])
    }
    await page.setViewportSize({ width: 720, height: 800 })
    const [wide, room] = await page.evaluate<number[]>(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    )
    expect(wide).toBeLessThanOrEqual(room ?? 0)
    await page.setViewportSize({ width: 1280, height: 800 })
  }

  const toSync = () => page.getByRole('link', { name: 'Sync', exact: true }).first().click()
  const state = (text: string) =>
    page.getByRole('table', { name: 'Syncs' }).getByRole('row').nth(1).getByText(text)
  const row = (name: string) =>
    page.getByRole('grid', { name: 'Images' }).getByRole('row', { name })

  test('tells what failed and why, and what else got there', async () => {
    await page.getByRole('button', { name: 'Sync now with azure' }).click()
    await expectSeen(state('1 failed'))
    await expectAccessible()
    await state('1 failed').click()
    await expectSeen(row('team/open:v1').getByText('Level'))
    await expectSeen(row('team/locked:v1').getByText('Failed'))
    await expectSeen(
      row('team/locked:v1')
        .getByText(/locked|refuse|denied/i)
        .nth(1),
    )
    await expectAccessible()
  })

  test('tries again just what failed', async () => {
    refuses = false
    await page.getByRole('button', { name: 'Retry failed' }).click()
    await expectSeen(page.getByText('again, what failed'))
    await expectSeen(row('team/locked:v1').getByText('Level'))
    await expect(row('team/open:v1').count()).resolves.toBe(0)
    await toSync()
    await expectSeen(state('Level'))
  })

  test('shows both sides of a conflict, and does what is decided, by keyboard', async () => {
    await pushLayer(pair.here.registry.url, 'team/open:v1', 30_000)
    const wanted = await pushLayer(pair.there.url, 'team/open:v1', 2 * 1024 * 1024)
    await page.getByRole('button', { name: 'Sync now with azure' }).press('Enter')
    await expectSeen(state('1 conflict'))
    await state('1 conflict').click()
    await page.getByRole('button', { name: 'Decide: team/open:v1' }).press('Enter')
    const dialog = page.getByRole('dialog')
    await expectSeen(dialog.getByRole('row', { name: /Size.*29\.4.*2\.00/ }))
    await expectSeen(dialog.getByText(wanted.slice(7, 19)))
    expect(await dialog.getByRole('button', { name: 'Keep' }).isDisabled()).toBe(true)
    await expectAccessible()
    await dialog.getByRole('radio', { name: /^There/ }).press('Space')
    await dialog.getByRole('button', { name: 'Keep there' }).press('Enter')
    await expectSeen(page.getByText('to settle a conflict'))
    await expectSeen(row('team/open:v1').getByText('Level'))
    expect(await digestAt(pair.here.registry.url, 'team/open', 'v1')).toBe(wanted)
  })

  test('takes what was decided for settled', async () => {
    await page.goBack()
    await expectSeen(row('team/open:v1').getByText('Settled since'))
    await toSync()
    await expectSeen(state('Level'))
  })

  test('deletes only what was shown and confirmed', async () => {
    await pushLayer(pair.there.url, 'team/old:v1', 1_000)
    await page.getByRole('button', { name: 'What to do with the sync with azure' }).click()
    await page.getByRole('menuitem', { name: 'Edit…' }).click()
    await page.getByRole('switch', { name: 'Delete there what is deleted here' }).click()
    await expectSeen(page.getByText('Tags that are gone on one side', { exact: false }))
    await page.getByRole('button', { name: 'Save' }).click()
    await expectSeen(page.getByText('with deletes', { exact: false }))
    await page.getByRole('button', { name: /^Sync now/ }).click()
    await expectSeen(page.getByText(/1\stag will be deleted, 33\s% of those/))
    await expectAccessible()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    const dialog = page.getByRole('alertdialog')
    await expectSeen(dialog.getByText('This run deletes', { exact: false }))
    expect(await digestAt(pair.there.url, 'team/old', 'v1')).toBeDefined()
    await dialog.getByRole('button', { name: /Run and delete/ }).click()
    await expectSeen(row('team/old:v1').getByText('Deleted', { exact: true }))
    expect(await digestAt(pair.there.url, 'team/old', 'v1')).toBeUndefined()
  })

  test('is paused, which stops what begins by itself, and removed', async () => {
    await toSync()
    const menu = page.getByRole('button', { name: 'What to do with the sync with azure' })
    await menu.click()
    await page.getByRole('menuitem', { name: 'Pause' }).click()
    await expectSeen(state('Paused'))
    await menu.click()
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    await page.getByRole('button', { name: 'Remove the sync' }).click()
    await expectGone(page.getByRole('table', { name: 'Syncs' }))
    await expectSeen(page.getByText('Nothing is synced yet'))
  })

  test('nothing was forbidden or failed', () => {
    expect(pair.visit.faults).toEqual([])
  })
})
