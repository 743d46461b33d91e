import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { describeWith } from '../support/tools.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { builtImage, layerOf, push } from './images-content.ts'

const BASE = layerOf(30_000)

/** Stops that a person would go past before giving up. */
const MOST_STOPS = 40

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement)

/** Goes on, or back, until it has the focus and shows that it has. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor()
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press(key)
    if (!(await hasFocus(target))) continue
    expect(await target.evaluate((element) => element.matches(':focus-visible'))).toBe(true)
    return
  }
  throw new Error(`${MOST_STOPS} times ${key} do not lead to ${target}`)
}

describeWith(['chromium'], 'by keyboard alone', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    for (const [repository, tag, size] of [
      ['team/web', 'v1', 3_000],
      ['team/api', 'v1', 4_000],
      ['team/api', 'v2', 8_000],
    ] as const) {
      await push(berth.registry.url, repository, tag, builtImage(BASE, layerOf(size)))
    }
    here = await arrive(cleanUp, berth)
  })

  const tags = () => here.page.getByRole('grid', { name: 'Tags' })
  const button = (name: string) => here.page.getByRole('button', { name, exact: true })

  test('the pages are reached, and a repository is searched and opened', async () => {
    const { page } = here
    await tabTo(page, page.getByRole('link', { name: 'Images', exact: true }))
    await page.keyboard.press('Enter')
    await tabTo(page, page.getByRole('searchbox', { name: 'Search repositories' }))
    await page.keyboard.type('api')
    await expectSeen(page.getByText('1 repository fits the search'))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${berth.url}images/team/api`)
    await expectSeen(tags().getByRole('link', { name: 'v2' }))
  })

  test('an image gets another tag', async () => {
    const { page } = here
    await tabTo(page, page.getByRole('searchbox', { name: 'Search tags' }))
    await page.keyboard.press('ArrowDown')
    // The newest is on top.
    await page.keyboard.press('Space')
    await tabTo(page, button('Add tag…'), 'Shift+Tab')
    await page.keyboard.press('Enter')
    await expectSeen(page.getByRole('dialog', { name: 'Add a tag to v2' }))
    await page.keyboard.type('stable')
    await page.keyboard.press('Enter')
    await expectGone(page.getByRole('dialog'))
    await expectSeen(tags().getByRole('link', { name: 'stable' }))
    expect(await hasFocus(button('Add tag…'))).toBe(true)
  })

  test('a tag is deleted', async () => {
    const { page } = here
    await tabTo(page, tags())
    await page.keyboard.press('Escape')
    await page.keyboard.press('Home')
    await page.keyboard.press('Space')
    await expectSeen(tags().getByRole('row', { name: 'stable', selected: true }))
    await tabTo(page, button('Delete 1 tag…'), 'Shift+Tab')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog')
    await expectSeen(dialog.getByText('the image stays as v2'))
    await tabTo(page, dialog.getByRole('button', { name: 'Delete 1 tag' }))
    await page.keyboard.press('Enter')
    await expectGone(dialog)
    await expectGone(tags().getByRole('link', { name: 'stable' }))
  })

  test('and put back', async () => {
    const { page } = here
    await tabTo(page, button('Undo'))
    await page.keyboard.press('Enter')
    await expectSeen(tags().getByRole('link', { name: 'stable' }))
    expect(await hasFocus(tags())).toBe(true)
  })

  test('an image is opened, and one comes back to where one was', async () => {
    const { page } = here
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${berth.url}images/team/api:v1`)
    // The key for it is the browser's own, which has no window here.
    await page.goBack()
    await expect.poll(() => hasFocus(tags())).toBe(true)
    await page.keyboard.press('Enter')
    await page.waitForURL(`${berth.url}images/team/api:v1`)
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
