import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { startHaltingProxy } from '../support/halting-proxy.ts'
import { describeWith } from '../support/tools.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { chooseFile, writeImportFiles, type ImportFiles } from './import-files.ts'

describeWith(['chromium', 'skopeo', 'tar'], 'importing images from a file', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let files: ImportFiles
  let here: Visit
  let page: Page

  beforeAll(async () => {
    const folder = cleanUp.use(await temporaryFolder('import'))
    files = await writeImportFiles(folder.path)
    berth = await startConsole(cleanUp)
    here = await arrive(cleanUp, berth)
    ;({ page } = here)
  })

  const digestAt = async (name: string) => {
    const [repository, tag] = name.split(':')
    const answer = await fetch(`${berth.registry.url}/v2/${repository}/manifests/${tag}`, {
      method: 'HEAD',
      headers: { Accept: '*/*' },
    })
    return answer.headers.get('docker-content-digest')
  }

  test('begins at an empty list of images, and shows what is in the file', async () => {
    await page.goto(`${berth.url}images`)
    await page.getByRole('button', { name: 'Import…' }).last().click()
    await page.waitForURL(`${berth.url}import`)
    await chooseFile(page, 'Choose a file', files.layout)
    await expectSeen(page.getByRole('heading', { name: '1 image in layout.tar' }))
    await expectSeen(page.getByText(/linux\/amd64/))
    expect(await page.getByLabel('Name of image 1').inputValue()).toBe('team/api:v1')
    expect(page.url()).toMatch(/\/import\?id=/)
  })

  test('comes back to the same file after a reload', async () => {
    await page.reload()
    await expectSeen(page.getByRole('heading', { name: '1 image in layout.tar' }))
  })

  test('says what no image can be called', async () => {
    const name = page.getByLabel('Name of image 1')
    const store = page.getByRole('button', { name: 'Import 1 image' })
    await name.fill('Team/api:v1')
    await expectSeen(page.getByText('The name of a repository has small letters only.'))
    expect(await store.getAttribute('aria-disabled')).toBe('true')
    await name.fill('team/api:v1+2')
    await expectSeen(page.getByText('A tag cannot have “+” in it.'))
    await page.getByRole('button', { name: 'Add a name to image 1' }).click()
    await page.getByLabel('Name 2 of image 1').fill('other/api')
    await page.getByLabel('Name of image 1').fill('other/api:latest')
    await expectSeen(page.getByText('This name is given twice.'))
    await page.getByRole('checkbox', { name: 'Take image 1' }).uncheck()
    expect(await page.getByRole('button', { name: /Import 0/ }).getAttribute('aria-disabled')).toBe(
      'true',
    )
    await page.getByRole('checkbox', { name: 'Take image 1' }).check()
  })

  test('stores it under the names that were typed, and leads to them', async () => {
    await page.getByLabel('Name of image 1').fill('team/renamed:v9')
    await page.getByRole('button', { name: 'Import 1 image' }).click()
    await expectSeen(page.getByRole('heading', { name: 'Stored under 2 names' }))
    const listed = page.getByRole('table', { name: 'Stored images' }).getByRole('link')
    expect(await listed.allTextContents()).toStrictEqual(['team/renamed:v9', 'other/api:latest'])
    expect(await digestAt('team/renamed:v9')).toBe(await digestAt('other/api:latest'))
    expect(await digestAt('team/api:v1')).toBeNull()
    await listed.first().click()
    await expectSeen(page.getByRole('heading', { name: 'team/renamed:v9' }))
  })

  test('takes a file that is dropped on any page', async () => {
    await page.goto(`${berth.url}settings`)
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Settings' }))
    const bytes = (await readFile(files.saved)).toString('base64')
    const dropped = await page.evaluateHandle((content) => {
      const transfer = new DataTransfer()
      const binary = Uint8Array.from(atob(content), (letter) => letter.codePointAt(0) ?? 0)
      transfer.items.add(new File([binary], 'saved.tar'))
      return transfer
    }, bytes)
    await page.dispatchEvent('main', 'dragover', { dataTransfer: dropped })
    await expectSeen(page.getByText('Drop to import'))
    await page.dispatchEvent('main', 'drop', { dataTransfer: dropped })
    await expectGone(page.getByText('Drop to import'))
    await expectSeen(page.getByRole('heading', { name: '1 image in saved.tar' }))
    expect(await page.getByLabel('Name of image 1').inputValue()).toBe('hello:1')
    await page.getByRole('button', { name: 'Import 1 image' }).click()
    await expectSeen(page.getByRole('link', { name: 'hello:1' }))
    expect(await digestAt('hello:1')).toMatch(/^sha256:/)
  })

  test('says what is wrong with another file, and takes the next one', async () => {
    await chooseFile(page, 'Choose another file', files.noise)
    const failure = page.getByText('photo.raw was not taken').locator('..')
    await expectSeen(failure)
    expect(await failure.textContent()).toContain('this is no tar archive')
    await chooseFile(page, 'Choose a file', files.layout)
    await expectSeen(page.getByRole('heading', { name: '1 image in layout.tar' }))
  })

  test('stops sending when it is cancelled', async () => {
    // The line stops in the middle, so that there is something to cancel.
    await using line = await startHaltingProxy(berth.registry.port, 8_000_000)
    await page.goto(`http://${line.host}/import`)
    await chooseFile(page, 'Choose a file', files.large)
    const progress = page.getByRole('progressbar', { name: 'Progress: Uploading large.tar' })
    await expectSeen(progress)
    await expectSeen(page.getByText(/ of 6\d\.\d\sMiB · .*B\/s/))
    const ended = page.waitForEvent('requestfailed')
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect((await ended).url()).toContain('/api/import?name=large.tar')
    await expectSeen(page.getByRole('button', { name: 'Choose a file' }))
    expect(new URL(page.url()).search).toBe('')
  })

  test('tells of an import that is over', async () => {
    await page.goto(`${berth.url}import?id=nothing`)
    await expectSeen(page.getByRole('heading', { name: 'This import is over' }))
    await expectSeen(page.getByRole('button', { name: 'Choose another file' }))
  })

  test('is found by the palette', async () => {
    await page.goto(`${berth.url}logs`)
    // A key that is pressed before the window is there is nobody's.
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Logs' }))
    await page.keyboard.press('Control+k')
    await expectSeen(page.getByRole('dialog').getByRole('option'))
    await page.keyboard.type('import')
    await expectSeen(page.getByRole('option', { name: 'Import images from a file' }))
    await page.keyboard.press('Enter')
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Import' }))
    expect(page.url()).toBe(`${berth.url}import`)
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
