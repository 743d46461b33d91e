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

describeWith(['chromium'], 'copying an image to another repository', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit
  let page: Page

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    await push(berth.registry.url, 'team/api', 'v2', NEW)
    await push(berth.registry.url, 'stable/api', 'v2', OLD)
    here = await arrive(cleanUp, berth)
    ;({ page } = here)
  })

  const dialog = () => page.getByRole('dialog', { name: 'Copy v2 to another repository' })
  const digestAt = async (repository: string, tag: string) => {
    const url = `${berth.registry.url}/v2/${repository}/manifests/${tag}`
    const answer = await fetch(url, { method: 'HEAD', headers: { Accept: '*/*' } })
    return answer.headers.get('docker-content-digest')
  }

  test('from the list of tags to a new repository, with a way there', async () => {
    await page.goto(`${berth.url}images/team/api`)
    await page.getByRole('grid', { name: 'Tags' }).focus()
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: 'Copy to…' }).click()
    expect(await dialog().getByLabel('Tag').inputValue()).toBe('v2')
    await dialog().getByRole('combobox', { name: 'Repository' }).fill('New')
    await expectSeen(dialog().getByText('The name of a repository has small letters only.'))
    await dialog().getByRole('combobox', { name: 'Repository' }).fill('new/api')
    await page.keyboard.press('Enter')
    await expectGone(page.getByRole('dialog'))
    expect(await digestAt('new/api', 'v2')).toBe(NEW.digest)
    await page.getByRole('button', { name: 'Open' }).click()
    await expectSeen(page.getByRole('heading', { name: 'new/api:v2' }))
  })

  test('offers repositories that exist, and asks before it replaces', async () => {
    await page.goto(`${berth.url}images/team/api:v2`)
    await page.getByRole('button', { name: 'Copy to…' }).click()
    await dialog().getByRole('combobox', { name: 'Repository' }).pressSequentially('stab')
    await page.getByRole('option', { name: 'stable/api' }).click()
    expect(await dialog().getByRole('combobox', { name: 'Repository' }).inputValue()).toBe(
      'stable/api',
    )
    await dialog().getByRole('button', { name: 'Copy', exact: true }).click()
    await expectSeen(dialog().getByText('v2 exists already'))
    await expectSeen(dialog().getByTitle(OLD.digest))
    expect(await digestAt('stable/api', 'v2')).toBe(OLD.digest)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await violations(page)).toStrictEqual([])
    }
    await dialog().getByRole('button', { name: 'Replace stable/api:v2' }).click()
    await expectGone(page.getByRole('dialog'))
    await expectSeen(page.getByText('stable/api:v2 replaced'))
    expect(await digestAt('stable/api', 'v2')).toBe(NEW.digest)
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
