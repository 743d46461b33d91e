import { readdir, rm, truncate, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { send } from '../support/http-client.ts'
import { digestOf } from '../support/snapshot.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit, type Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { builtImage, layerOf, push } from './images-content.ts'

const SHARED = layerOf(40_000)
const GONE = layerOf(90_000)
const BROKEN = layerOf(20_000)
/** Longer ago than any grace, in seconds. */
const LONG = 7 * 24 * 3_600

describeWith(['chromium'], 'care of storage', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let folder: string
  let here: Visit
  let page: Page

  beforeAll(async () => {
    folder = cleanUp.use(await temporaryFolder('care')).path
    const maintenance = { gc: { enabled: true } }
    const storage = { filesystem: { rootdirectory: folder }, maintenance }
    berth = await startConsole(cleanUp, { extraConfig: { storage } })
    const { url } = berth.registry
    await push(url, 'team/api', 'v1', builtImage(SHARED, layerOf(60_000)))
    await push(url, 'team/web', 'v1', builtImage(SHARED, layerOf(900)))
    await push(url, 'broken/one', 'v1', builtImage(SHARED, BROKEN))
    const gone = builtImage(SHARED, GONE)
    await push(url, 'team/gone', 'v1', gone)
    await send(`${url}/v2/team/gone/manifests/${gone.digest}`, { method: 'DELETE' })
    await rm(blobFile(BROKEN), { recursive: true })
    await makeOld()
    here = await visit(cleanUp.use(await openChromium()))
    ;({ page } = here)
    await page.goto(berth.link())
    await expectSeen(page.getByRole('heading', { name: 'Overview' }))
  })

  const blobFile = (bytes: Buffer): string => {
    const hex = digestOf(bytes).slice('sha256:'.length)
    return join(folder, 'docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex)
  }

  /** As if all had been pushed long ago. */
  async function makeOld(): Promise<void> {
    const then = Date.now() / 1_000 - LONG
    const root = join(folder, 'docker')
    for (const entry of await readdir(root, { recursive: true })) {
      await utimes(join(root, entry), then, then)
    }
  }

  const fact = (name: string) =>
    page.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd')
  const button = (name: string | RegExp) => page.getByRole('button', { name })

  test('tells what is used, by what, and what is shared', async () => {
    await page.getByRole('link', { name: 'Care', exact: true }).click()
    await expectSeen(fact('Shared by several').getByText(/KiB/))
    const largest = page.getByRole('table', { name: 'Largest repositories' })
    await expectSeen(largest.getByRole('link', { name: 'team/api' }))
    await expectSeen(page.getByText('Space is freed by itself, once a day.'))
    expect(await page.title()).toBe('Care · Berth')
    expect(await violations(page)).toStrictEqual([])
  })

  test('shows what would go, and frees it, by keyboard alone', async () => {
    await button('Free space…').focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog', { name: 'Free space?' })
    await expectSeen(dialog.getByText(/would be freed: 3\sblobs/))
    const goes = dialog.getByRole('region', { name: 'What would go' })
    await expectSeen(goes.getByText(/^team\/gone/))
    expect(await violations(page)).toStrictEqual([])
    await button(/^Free 8\d\.\d\sKiB$/).focus()
    await page.keyboard.press('Enter')
    await expectGone(dialog)
    await expectSeen(page.getByText(/freed in 3\sblobs/))
    await expectSeen(page.getByRole('region', { name: 'What went' }))
    expect(await readdir(blobFile(GONE)).catch(() => 'gone')).toBe('gone')
    expect(await readdir(blobFile(SHARED))).toEqual(['data'])
    await expectGone(page.getByRole('link', { name: 'team/gone' }))
  })

  test('finds what is broken, by image, and leads there', async () => {
    await button('Check storage').click()
    const faults = page.getByRole('table', { name: 'What is wrong' })
    await expectSeen(faults.getByText('a layer or config is gone: push the image again'))
    expect(await violations(page)).toStrictEqual([])
    await faults.getByRole('link', { name: 'broken/one:v1' }).click()
    await page.waitForURL(`${berth.url}images/broken/one:v1`)
  })

  test('shows what somebody else has done, how far it is, and what came of it', async () => {
    // Its holes are read for minutes.
    await truncate(join(blobFile(SHARED), 'data'), 50 * 2 ** 30)
    const checked = send(`${berth.registry.url}/v2/_berth/check?digests`, { method: 'POST' })
    await page.goto(`${berth.url}care`)
    const bar = page.getByRole('progressbar', { name: 'Progress: Checking storage' })
    await expectSeen(bar)
    await expectSeen(page.getByText(/\d\s[MG]iB$/))
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await violations(page)).toStrictEqual([])
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    expect((await checked).body.toString()).toContain('it was stopped in the console')
    await expectGone(bar)
    await send(`${berth.registry.url}/v2/_berth/check`, { method: 'POST' })
    await expectSeen(page.getByRole('table', { name: 'What is wrong' }))
    await expectSeen(page.getByText('a layer or config has the wrong size').first())
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('fits a narrow window', async () => {
    await page.setViewportSize({ width: 720, height: 900 })
    await page.goto(`${berth.url}care`)
    await expectSeen(page.getByRole('heading', { name: 'Largest repositories' }))
    const width = await page.evaluate('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(720)
    const table = page.getByRole('table', { name: 'Largest repositories' })
    expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(
      0,
    )
    expect(here.faults).toStrictEqual([])
  })
})
