import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectSeen } from './expect-seen.ts'
import { IMAGE } from './files-image.ts'
import { pushLayers } from './layered-image.ts'

describeWith(['chromium', 'skopeo', 'tar'], 'what an image wastes', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit
  let page: Page

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    const { host } = berth.registry
    await pushLayers(host, 'team/api:v1', IMAGE)
    await pushLayers(host, 'team/small:v1', {
      layers: [{ command: 'COPY a /', files: { a: 'alone' } }],
    })
    here = await arrive(cleanUp, berth)
    ;({ page } = here)
  })

  const open = async (name: string) => {
    await page.goto(`${berth.url}images/${name}/space`)
    await expectSeen(page.getByRole('table', { name: 'Largest files' }))
  }
  const fact = (name: string) =>
    page.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd')

  test('is told in numbers', async () => {
    await page.goto(`${berth.url}images/team/api:v1`)
    await page.getByRole('link', { name: 'Wasted space' }).click()
    await expectSeen(fact('Hidden by later layers').getByText(/^195\sKiB$/))
    await expectSeen(fact('Squashing would save').getByText(/^about /))
    // One copy of 3,000 bytes.
    await expectSeen(fact('The same content again').getByText(/^2\.93\sKiB$/))
    expect(await page.title()).toBe('Wasted space · team/api:v1 · Berth')
  })

  test('names what is hidden, and by what', async () => {
    await open('team/api:v1')
    const hidden = page.getByRole('table', { name: 'Hidden files' })
    await expectSeen(
      hidden.getByRole('row', { name: /big\.bin .*195\sKiB 1 removed by 2\. RUN make everything/ }),
    )
    await expectSeen(
      hidden.getByRole('row', { name: /settings\.conf .* 1 overwritten by 2\. RUN/ }),
    )
  })

  test('leads from what is hidden to its content in its own layer', async () => {
    await open('team/api:v1')
    const hidden = page.getByRole('table', { name: 'Hidden files' })
    await hidden.getByRole('link', { name: 'settings.conf' }).click()
    await expectSeen(page.getByRole('region', { name: 'Content of etc/app/settings.conf' }))
    await expectSeen(page.getByText('mode=first'))
    await page.goBack()
  })

  test('names what is there twice', async () => {
    await open('team/api:v1')
    const item = page.getByRole('list', { name: 'Duplicates' }).getByRole('listitem')
    await expectSeen(item.filter({ hasText: '2 copies of' }))
    await item.getByRole('link', { name: 'copy.bin' }).first().click()
    await page.waitForURL(`${berth.url}images/team/api:v1/files?file=srv/copy.bin`)
    await page.goBack()
  })

  test('may be nothing', async () => {
    await open('team/small:v1')
    await expectSeen(page.getByText('Nothing is wasted'))
    await expectSeen(page.getByRole('link', { name: 'a', exact: true }))
  })

  test.each(['light', 'dark'] as const)('has nothing wrong for axe in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    for (const name of ['team/api:v1', 'team/small:v1']) {
      await open(name)
      expect(await violations(page)).toStrictEqual([])
    }
  })

  test('fits a narrow window', async () => {
    await page.setViewportSize({ width: 720, height: 800 })
    await open('team/api:v1')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(720)
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
