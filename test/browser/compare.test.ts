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
import { pushLayers, type LayeredImage } from './layered-image.ts'

const NEXT: LayeredImage = {
  layers: [
    ...IMAGE.layers.slice(0, 1),
    {
      command: 'RUN make something else',
      files: {
        'etc/app/settings.conf': 'mode=third\nlevel=3\nmore=1\n',
        'usr/bin/.wh.hi': '',
        'srv/new.txt': 'new',
      },
    },
  ],
  config: { Env: ['MODE=next'] },
}

describeWith(['chromium', 'skopeo', 'tar'], 'two images', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit
  let page: Page

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    const { host } = berth.registry
    const [base] = IMAGE.layers
    await pushLayers(host, 'team/api:v1', { layers: base ? [base] : [] })
    await pushLayers(host, 'team/api:v2', NEXT)
    here = await arrive(cleanUp, berth)
    ;({ page } = here)
  })

  const address = (more = '') => `${berth.url}compare?a=team/api:v1&b=team/api:v2${more}`
  const files = () => page.getByRole('grid', { name: 'Files that differ' })
  const fact = (name: string) =>
    page.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd')

  test('are chosen among the tags of a repository', async () => {
    await page.goto(`${berth.url}images/team/api?sort=name`)
    const tags = page.getByRole('grid', { name: 'Tags' })
    await expectSeen(tags.getByRole('link', { name: 'v2' }))
    const button = page.getByRole('button', { name: 'Compare', exact: true })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    await tags.focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await button.click()
    await page.waitForURL(address())
    await expect.poll(() => page.title()).toBe('team/api:v1 and team/api:v2 · Berth')
  })

  test.each(['Tab', 'Enter'])(
    'are those that were typed, not what begins like them, by %s',
    async (key) => {
      await page.goto(address())
      const tag = page
        .getByRole('group', { name: 'Second image' })
        .getByRole('combobox', { name: 'Tag' })
      await tag.fill('')
      await tag.pressSequentially('v')
      await expectSeen(page.getByRole('option', { name: 'v2' }))
      await page.keyboard.press(key)
      await page.waitForURL(`${berth.url}compare?a=team/api:v1&b=team/api:v`)
      expect(await tag.inputValue()).toBe('v')
    },
  )

  test('are told apart in numbers, layers, configuration and history', async () => {
    await page.goto(address())
    await expectSeen(fact('Files added').getByText(/^1 · 3\sB$/))
    await expectSeen(fact('Files removed').getByText(/^1 · /))
    await expectSeen(fact('Files changed').getByText(/^1 · /))
    const layers = page.getByRole('table', { name: 'Layers' })
    await expectSeen(layers.getByRole('row', { name: /ADD rootfs .*shared .*shared/ }))
    await expectSeen(layers.getByRole('row', { name: /RUN make something else – only here/ }))
    await expectSeen(page.getByText('+ MODE=next'))
    await expectSeen(page.getByText('+ RUN make something else'))
  })

  test('have their files beside each other, found by path and by what became of them', async () => {
    await page.goto(address())
    await page.getByRole('link', { name: 'Files', exact: true }).click()
    await expectSeen(files().getByRole('row', { name: /new\.txt \+ added – 3\sB/ }))
    await expectSeen(files().getByRole('row', { name: /hi − removed/ }))
    await expectSeen(files().getByRole('row', { name: /settings\.conf ~ changed 11\sB 26\sB/ }))
    await page.getByRole('combobox', { name: 'Show' }).selectOption('Added')
    await expectSeen(page.getByText('1 file', { exact: true }))
    await page.getByRole('searchbox', { name: 'Search by path' }).fill('settings')
    await expectSeen(page.getByText('No file that differs fits'))
    await page.getByRole('button', { name: 'Show all that differ' }).click()
    await expectSeen(files().getByRole('row', { name: /hi − removed/ }))
  })

  test('lead to the file itself, by keyboard alone', async () => {
    await page.goto(address('&part=files&search=settings'))
    await expectSeen(files())
    await page.getByRole('searchbox', { name: 'Search by path' }).focus()
    await page.keyboard.press('ArrowDown')
    await expect
      .poll(async () => (await files().getByRole('row').allTextContents()).at(-1))
      .toMatch(/settings\.conf/)
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await expectSeen(page.getByText('mode=third'))
    await page.goBack()
  })

  test('are chosen on the page itself, and swapped', async () => {
    await page.goto(`${berth.url}images/team/api:v1`)
    await page.getByRole('link', { name: 'Compare with…' }).click()
    await expectSeen(page.getByText('Choose two images'))
    const second = page.getByRole('group', { name: 'Second image' })
    await second.getByRole('combobox', { name: 'Repository' }).focus()
    await page.keyboard.type('team')
    await page.getByRole('option', { name: 'team/api' }).click()
    await second.getByRole('combobox', { name: 'Tag' }).focus()
    await page.keyboard.type('v2')
    await page.keyboard.press('Tab')
    await page.waitForURL(address())
    await page.getByRole('button', { name: 'Swap them' }).click()
    await page.waitForURL(`${berth.url}compare?a=team/api:v2&b=team/api:v1`)
    await expectSeen(page.getByText('− MODE=next'))
    await page.getByRole('button', { name: 'Copy link' }).click()
    const copied = () => page.evaluate(() => navigator.clipboard.readText())
    await expect.poll(copied).toBe(page.url())
  })

  test('may not be there, and be found from the palette', async () => {
    await page.goto(`${berth.url}compare?a=team/api:v1&b=team/api:v9`)
    await expectSeen(page.getByText('team/api:v9 could not be read'))
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /^Go to a page/ }).fill('compare')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${berth.url}compare`)
  })

  test.each(['light', 'dark'] as const)('have nothing wrong for axe in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    for (const more of ['', '&part=files', '&part=files&search=nothing-like-it']) {
      await page.goto(address(more))
      await expectSeen(
        page
          .getByRole('heading', { name: 'History' })
          .or(page.getByText(/^1\d? file|fits$/))
          .or(files()),
      )
      expect(await violations(page)).toStrictEqual([])
    }
  })

  test('fit a narrow window', async () => {
    await page.setViewportSize({ width: 720, height: 800 })
    await page.goto(address())
    await expectSeen(page.getByRole('heading', { name: 'History' }))
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(720)
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
