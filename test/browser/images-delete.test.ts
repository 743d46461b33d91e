import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { asking } from '../support/http-image.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit, type Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { builtImage, layerOf, push } from './images-content.ts'

const BASE = layerOf(300_000)
const [FIRST, SECOND, THIRD] = [40_000, 80_000, 9_000].map((size) =>
  builtImage(BASE, layerOf(size)),
)

const tags = (page: Page) => page.getByRole('grid', { name: 'Tags' })

/** Three images above one base; the first has two tags. */
async function fill({ registry }: RunningConsole): Promise<void> {
  for (const [tag, image] of [
    ['v1', FIRST],
    ['same', FIRST],
    ['v2', SECOND],
    ['v3', THIRD],
  ] as const) {
    if (image) await push(registry.url, 'team/api', tag, image)
  }
}

describeWith(['chromium'], 'deleting tags', () => {
  const cleanUp = cleanUpAfterAll()
  let browser: Browser

  beforeAll(async () => {
    browser = cleanUp.use(await openChromium())
  })

  async function open(berth: RunningConsole): Promise<Visit> {
    const here = await visit(browser)
    await here.page.goto(berth.link())
    await expectSeen(here.page.getByRole('heading', { name: 'Overview' }))
    await here.page.goto(`${berth.url}images/team/api?sort=name`)
    await expectSeen(tags(here.page).getByRole('link', { name: 'v3' }))
    return here
  }

  describe('where it is allowed', () => {
    let berth: RunningConsole
    let here: Visit

    beforeAll(async () => {
      berth = await startConsole(cleanUp)
      await fill(berth)
      here = await open(berth)
    })

    test('shows what comes back and what stays, by keyboard alone', async () => {
      const { page } = here
      await page.getByRole('searchbox', { name: 'Search tags' }).focus()
      await page.keyboard.press('ArrowDown')
      // In the order of names: same, v1, v2, v3.
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Space')
      await page.keyboard.press('Shift+ArrowDown')
      await expectSeen(page.getByText('2 selected'))
      await page.getByRole('button', { name: 'Delete 2 tags…' }).focus()
      await page.keyboard.press('Enter')
      const dialog = page.getByRole('alertdialog')
      await expectSeen(dialog.getByText(/^Frees 79\.\d\sKiB\.$/))
      await expectSeen(dialog.getByText(/33\d\sKiB stays, since other tags or repositories/))
      await expectSeen(dialog.getByText('the image stays as same'))
      await expectSeen(dialog.getByText('the image goes with it'))
      expect(await violations(page)).toStrictEqual([])
    })

    test('leaves all as it is on Escape', async () => {
      const { page } = here
      await page.keyboard.press('Escape')
      await expectGone(page.getByRole('alertdialog'))
      await expectSeen(page.getByText('2 selected'))
      await expectSeen(tags(page).getByRole('link', { name: 'v1' }))
      const button = page.getByRole('button', { name: 'Delete 2 tags…' })
      expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
    })

    test('takes the tags away, and nothing else', async () => {
      const { page } = here
      await page.getByRole('button', { name: 'Delete 2 tags…' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete 2 tags' }).click()
      await expectGone(page.getByRole('alertdialog'))
      await expectSeen(page.getByText('2 tags deleted'))
      await expectGone(tags(page).getByRole('link', { name: 'v2' }))
      await expect
        .poll(() => tags(page).getByRole('link').allTextContents())
        .toEqual(['same', 'v3'])
      const ask = asking(berth.registry.url)
      const statuses = ['v1', 'v2', 'same', 'v3'].map(async (tag) => {
        const answer = await ask('GET', `/v2/team/api/manifests/${tag}`, {
          headers: { Accept: '*/*' },
        })
        return answer.status
      })
      expect(await Promise.all(statuses)).toEqual([404, 404, 200, 200])
    })

    test('can be undone while another tag keeps the image', async () => {
      const { page } = here
      await push(berth.registry.url, 'team/api', 'again', FIRST ?? builtImage(BASE, BASE))
      await tags(page).getByRole('row', { name: 'again' }).getByRole('checkbox').check()
      await page.getByRole('button', { name: 'Delete 1 tag…' }).click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete 1 tag' }).click()
      await expectGone(tags(page).getByRole('link', { name: 'again' }))
      await page.getByRole('button', { name: 'Undo' }).click()
      await expectSeen(tags(page).getByRole('link', { name: 'again' }))
    })

    test('says which tags could not be deleted, and why', async () => {
      const { page } = here
      await page.route('**/api/rpc/tags.delete', (route) =>
        route.fulfill({
          json: { deleted: [], failed: [{ tag: 'v3', message: 'storage is away' }] },
        }),
      )
      await tags(page).getByRole('row', { name: 'v3' }).getByRole('checkbox').check()
      await page.getByRole('button', { name: 'Delete 1 tag…' }).click()
      const dialog = page.getByRole('alertdialog')
      await dialog.getByRole('button', { name: 'Delete 1 tag' }).click()
      await expectSeen(dialog.getByText('1 tag could not be deleted'))
      await expectSeen(dialog.getByText('storage is away'))
      await page.unroute('**/api/rpc/tags.delete')
    })

    test('says so when somebody else was faster', async () => {
      const dialog = here.page.getByRole('alertdialog')
      await asking(berth.registry.url)('DELETE', '/v2/team/api/manifests/v3')
      await expectSeen(dialog.getByText('these tags are gone already'))
      expect(await dialog.getByRole('button', { name: /Delete/ }).isDisabled()).toBe(true)
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      await expectGone(dialog)
    })

    test('nothing was forbidden or failed', () => {
      expect(here.faults).toStrictEqual([])
    })
  })

  test('says how to allow it where it is switched off', async () => {
    const berth = await startConsole(cleanUp, {
      extraConfig: { storage: { delete: { enabled: false } } },
    })
    await fill(berth)
    const { page } = await open(berth)
    await tags(page).focus()
    await page.keyboard.press('Space')
    const button = page.getByRole('button', { name: 'Delete 1 tag…' })
    await button.hover()
    await expectSeen(page.getByRole('tooltip').getByText(/storage\.delete\.enabled/))
    await button.click({ force: true })
    expect(await page.getByRole('alertdialog').count()).toBe(0)
  })
})
