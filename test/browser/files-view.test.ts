import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectSeen } from './expect-seen.ts'
import { BINARY, IMAGE } from './files-image.ts'
import { pushLayers } from './layered-image.ts'

describeWith(['chromium', 'skopeo', 'tar'], 'a file of an image', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit
  let page: Page

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    await pushLayers(berth.registry.host, 'team/api:v1', IMAGE)
    here = await arrive(cleanUp, berth)
    ;({ page } = here)
  })

  const address = (query: string) => `${berth.url}images/team/api:v1/files${query}`
  const content = (path: string) => page.getByRole('region', { name: `Content of ${path}` })
  const link = (name: string) => page.getByRole('grid').getByRole('link', { name, exact: true })

  test('is read with the numbers of its lines, and left by a key', async () => {
    await page.goto(address('?folder=etc/app'))
    await link('settings.conf').click()
    await page.waitForURL(address('?file=etc/app/settings.conf'))
    const text = content('etc/app/settings.conf')
    await expectSeen(text)
    expect(await text.locator('pre').allTextContents()).toEqual(['1\n2', 'mode=second\nlevel=3\n'])
    await expectSeen(page.getByText('rw-r--r--'))
    expect(await text.evaluate((region) => region === document.activeElement)).toBe(true)
    await page.keyboard.press('Backspace')
    await page.waitForURL(address('?folder=etc/app'))
    await expectSeen(link('settings.conf'))
  })

  test('that a later layer overwrote is read in its own layer', async () => {
    await page.goto(address('?folder=etc/app'))
    await page.getByRole('radio', { name: /ADD rootfs/ }).check()
    await link('settings.conf').click()
    const text = content('etc/app/settings.conf')
    await expectSeen(text)
    expect(await text.locator('pre').last().textContent()).toBe('mode=first\n')
  })

  test('is reached through links to it and to its folder', async () => {
    await page.goto(address('?folder=usr/bin'))
    await link('hi').click()
    await expectSeen(page.getByText('usr/bin/hi leads to usr/bin/hello'))
    await expectSeen(content('usr/bin/hello'))
    await page.goto(address(''))
    await link('bin').click()
    await page.waitForURL(address('?folder=usr/bin'))
    await link('lost').click()
    await expectSeen(page.getByText('Nothing lies at usr/bin/lost'))
    await page.getByRole('button', { name: 'Back to the folder' }).click()
    await page.waitForURL(address('?folder=usr/bin'))
  })

  test('is looked at where it is a picture', async () => {
    await page.goto(address('?file=srv/logo.png'))
    const picture = page.getByRole('img', { name: 'The picture srv/logo.png' })
    await expectSeen(picture)
    const width = () => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)
    await expect.poll(width).toBe(1)
  })

  test('is saved as it is, whatever it is', async () => {
    await page.goto(address('?file=srv/data.bin'))
    await expectSeen(page.getByText('No text and no picture'))
    const saving = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download' }).click()
    const download = await saving
    expect(download.suggestedFilename()).toBe('data.bin')
    expect(await readFile(await download.path())).toStrictEqual(BINARY)
  })

  test.each(['light', 'dark'] as const)('has nothing wrong for axe in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    for (const file of ['etc/app/settings.conf', 'srv/logo.png', 'srv/data.bin', 'usr/bin/lost']) {
      await page.goto(address(`?file=${file}`))
      await expectSeen(
        page
          .getByRole('link', { name: 'Download' })
          .or(page.getByRole('button', { name: 'Back to the folder' })),
      )
      await expect.poll(() => page.getByRole('status', { name: 'Loading' }).count()).toBe(0)
      expect(await violations(page)).toStrictEqual([])
    }
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
