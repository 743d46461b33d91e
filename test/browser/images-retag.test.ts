import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { builtImage, layerOf, push } from './images-content.ts'

const BASE = layerOf(30_000)
const OLD = builtImage(BASE, layerOf(4_000))
const NEW = builtImage(BASE, layerOf(8_000))

const tags = (page: Page) => page.getByRole('grid', { name: 'Tags' })
const digestOf = async (page: Page, tag: string) =>
  tags(page)
    .getByRole('row', { name: tag })
    .locator('[title^="sha256:"]')
    .first()
    .getAttribute('title')

describeWith(['chromium'], 'adding a tag', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    await push(berth.registry.url, 'team/api', 'stable', OLD)
    await push(berth.registry.url, 'team/api', 'v2', NEW)
    here = await arrive(cleanUp, berth)
    await here.page.goto(`${berth.url}images/team/api?sort=name`)
    await expectSeen(tags(here.page).getByRole('link', { name: 'v2' }))
  })

  test('asks for a name that a tag can have, and says why another is none', async () => {
    const { page } = here
    await tags(page).focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Add tag…' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Add a tag to v2' })
    await expectSeen(dialog)
    await page.keyboard.type('v2+1')
    await expectSeen(dialog.getByText('A tag cannot have “+” in it.'))
    expect(await dialog.getByRole('button', { name: 'Add tag' }).isDisabled()).toBe(true)
    expect(await violations(page)).toStrictEqual([])
  })

  test('adds it on Enter', async () => {
    const { page } = here
    await page.getByLabel('New tag').fill('v2.1')
    await page.keyboard.press('Enter')
    await expectGone(page.getByRole('dialog'))
    await expectSeen(tags(page).getByRole('link', { name: 'v2.1' }))
    expect(await digestOf(page, 'v2.1')).toBe(NEW.digest)
  })

  test('offers to move a tag that another image has, and can be undone', async () => {
    const { page } = here
    await page.getByRole('button', { name: 'Add tag…' }).click()
    await page.getByLabel('New tag').fill('stable')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await expectSeen(dialog.getByText('stable exists already'))
    await expectSeen(dialog.getByTitle(OLD.digest))
    await dialog.getByRole('button', { name: 'Move stable here' }).click()
    await expectGone(page.getByRole('dialog'))
    await expect.poll(() => digestOf(page, 'stable')).toBe(NEW.digest)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => digestOf(page, 'stable')).toBe(OLD.digest)
  })

  test('copies how to pull, by tag and by digest', async () => {
    const { page } = here
    const host = `localhost:${berth.registry.port}`
    const copied = () => page.evaluate(() => navigator.clipboard.readText())
    await page.getByRole('button', { name: 'Copy pull command' }).click()
    await expect.poll(copied).toBe(`docker pull ${host}/team/api:v2`)
    await page.getByRole('button', { name: 'More ways to pull' }).click()
    await page.getByRole('menuitem', { name: 'By digest' }).click()
    await expect.poll(copied).toBe(`docker pull ${host}/team/api@${NEW.digest}`)
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
