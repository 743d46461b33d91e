import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit, type Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { IMAGE } from './files-image.ts'
import { pushLayers } from './layered-image.ts'
import { pushWithSkopeo } from './push.ts'

describeWith(['chromium', 'skopeo', 'tar'], 'the files of an image', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let browser: Browser
  let here: Visit
  let page: Page

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    browser = cleanUp.use(await openChromium())
    await pushLayers(berth.registry.host, 'team/api:v1', IMAGE)
    // Its layers are random bytes, and no archives.
    await pushWithSkopeo(berth.registry.host, 'team/broken:v1')
    here = await visit(browser)
    ;({ page } = here)
    await page.goto(berth.link())
    await expectSeen(page.getByRole('heading', { name: 'Overview' }))
  })

  const address = (query: string) => `${berth.url}images/team/api:v1/files${query}`
  const folder = (name: string) => page.getByRole('grid', { name: `Files in ${name}` })
  const row = (name: string | RegExp) => page.getByRole('row', { name })
  const isFocused = () => page.getByRole('grid').evaluate((grid) => grid === document.activeElement)

  test('are one of its pages', async () => {
    await page.goto(`${berth.url}images/team/api:v1`)
    await page.getByRole('link', { name: 'Files', exact: true }).click()
    await page.waitForURL(address(''))
    await expectSeen(folder('the root'))
    expect(await page.title()).toBe('Files · team/api:v1 · Berth')
  })

  test('have their sizes, permissions, owners and layers', async () => {
    await page.goto(address('?folder=usr/bin'))
    await expectSeen(row(/hello .*21\sB rwxr-xr-x 0:0 1$/))
    await expectSeen(row(/hi → hello .*rwxrwxrwx/))
    await page.goto(address('?folder=etc/app'))
    await expectSeen(row(/settings\.conf .*20\sB .* 2$/))
  })

  test('are walked by keyboard alone, up and down, each folder as it was left', async () => {
    await page.goto(address(''))
    await folder('the root').focus()
    // bin, etc, many, srv, usr, var
    for (const key of ['End', 'ArrowUp', 'Enter']) await page.keyboard.press(key)
    await expectSeen(folder('usr').getByRole('link', { name: 'bin' }))
    await expect.poll(isFocused).toBe(true)
    await page.keyboard.press('Enter')
    await expectSeen(folder('usr/bin'))
    expect(page.url()).toBe(address('?folder=usr/bin'))
    await page.keyboard.press('Backspace')
    await page.waitForURL(address('?folder=usr'))
    await page.keyboard.press('Alt+ArrowUp')
    await page.waitForURL(address(''))
    await expectSeen(folder('the root'))
    await expect.poll(isFocused).toBe(true)
    await page.keyboard.press('Enter')
    await page.waitForURL(address('?folder=usr'))
    await page.goBack()
    await page.waitForURL(address(''))
  })

  test('are walked by clicks, and the way leads back', async () => {
    await page.goto(address(''))
    await page.getByRole('link', { name: 'etc' }).click()
    await page.getByRole('link', { name: 'app' }).click()
    await expectSeen(folder('etc/app'))
    await expect.poll(isFocused).toBe(true)
    const trail = page.getByRole('navigation', { name: 'Folder' })
    await trail.getByRole('link', { name: 'etc' }).click()
    await expectSeen(folder('etc'))
    await trail.getByRole('link', { name: 'Root' }).click()
    await page.waitForURL(address(''))
  })

  test('are sorted by size, in the address as well', async () => {
    await page.goto(address('?folder=srv'))
    await expectSeen(folder('srv'))
    await page.getByRole('button', { name: 'Size' }).click()
    await page.waitForURL(address('?folder=srv&sort=-size'))
    const first = () => folder('srv').getByRole('row').nth(1).textContent()
    await expect.poll(first).toMatch(/^(copy|data)\.bin/)
    await page.getByRole('button', { name: 'Size' }).click()
    await expect.poll(first).toMatch(/^logo\.png/)
  })

  test('may be 5,000 in one folder', async () => {
    await page.goto(address('?folder=many'))
    await expectSeen(page.getByText('5,000 entries'))
    expect(await folder('many').getByRole('row').count()).toBeLessThan(100)
    await folder('many').focus()
    await page.keyboard.press('End')
    await expectSeen(page.getByRole('link', { name: 'file-4999' }))
  })

  test('are found while one types, anywhere', async () => {
    await page.goto(address('?folder=srv'))
    const search = page.getByRole('searchbox', { name: 'Search by path' })
    await search.focus()
    await page.keyboard.type('settings')
    await expectSeen(page.getByText('1 entry fits the search'))
    await expectSeen(row(/etc\/app\/ ?settings\.conf/))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(address('?file=etc/app/settings.conf'))
    await page.goBack()
    await search.fill('no such thing')
    await expectSeen(page.getByText('No path holds “no such thing”'))
    await page.getByRole('button', { name: 'Show the folder' }).click()
    await expectSeen(folder('srv'))
  })

  describe('of one layer', () => {
    test('are marked with what it does to them', async () => {
      await page.goto(address(''))
      await page.getByRole('radio', { name: /RUN make everything/ }).check()
      await expectSeen(row(/many .*\+ added/))
      await page.goto(`${page.url()}&folder=etc/app`)
      await expectSeen(row(/settings\.conf .*~ changed/))
      await page.goto(page.url().replace('etc/app', 'var/cache'))
      await expectSeen(row(/big\.bin .*− removed/))
      await page.goto(page.url().replace('var/cache', 'usr/bin'))
      await expectSeen(page.getByText('This layer does nothing here'))
      await page.getByRole('button', { name: 'Show the whole layer' }).click()
      await expectSeen(row(/many .*\+ added/))
    })

    test('are reached from the mark of a layer', async () => {
      await page.goto(address('?folder=etc/app'))
      await row(/settings\.conf/)
        .getByRole('link', { name: '2' })
        .click()
      await expectSeen(row(/settings\.conf .*~ changed/))
      expect(await page.getByRole('radio', { name: /RUN make/ }).isChecked()).toBe(true)
      await page.keyboard.press('Shift+Tab')
    })

    test('are chosen from a list where the window is narrow', async () => {
      await page.setViewportSize({ width: 720, height: 800 })
      await page.goto(address(''))
      await page.getByRole('combobox', { name: 'Show' }).selectOption({ label: '1. ADD rootfs /' })
      await expectSeen(row(/etc .*\+ added/))
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(720)
      await page.setViewportSize({ width: 1280, height: 800 })
    })
  })

  test('say how far the layers are read, and show what is there already', async () => {
    let done = false
    await page.route('**/api/rpc/files.list', async (route) => {
      const response = await route.fetch()
      const answer = await response.json()
      const reading = { ...answer.reading, state: 'reading', doneBytes: 1_024, totalBytes: 4_096 }
      await route.fulfill({ response, json: done ? answer : { ...answer, reading } })
    })
    await page.goto(address('?folder=usr'))
    await expectSeen(page.getByText(/1\.00\sKiB of 4\.00\sKiB/))
    await expectSeen(page.getByRole('progressbar', { name: 'Reading the layers' }))
    await expectSeen(row(/bin/))
    done = true
    await expectGone(page.getByRole('progressbar', { name: 'Reading the layers' }))
    await page.unroute('**/api/rpc/files.list')
  })

  test('say what is wrong with layers that cannot be read', async () => {
    await page.goto(`${berth.url}images/team/broken:v1/files`)
    await expectSeen(page.getByText('The layers could not be read'))
    await expectSeen(page.getByRole('button', { name: 'Try again' }))
    expect(await violations(page)).toStrictEqual([])
  })

  test.each(['light', 'dark'] as const)('have nothing wrong for axe in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    for (const query of ['', '?folder=usr/bin', '?search=bin', '?search=nothing-like-it']) {
      await page.goto(address(query))
      await expectSeen(page.getByRole('status').getByText(/entr/).or(page.getByText('No path')))
      expect(await violations(page)).toStrictEqual([])
    }
    await page.goto(address('?folder=var/cache'))
    await page.getByRole('radio', { name: /RUN make everything/ }).check()
    await expectSeen(row(/big\.bin .*− removed/))
    expect(await violations(page)).toStrictEqual([])
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
