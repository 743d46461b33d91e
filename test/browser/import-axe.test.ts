import type { Browser, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectSeen } from './expect-seen.ts'
import { chooseFile, writeImportFiles, type ImportFiles } from './import-files.ts'

describeWith(['chromium', 'skopeo', 'tar'], 'axe finds nothing wrong with an import', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let browser: Browser
  let files: ImportFiles

  beforeAll(async () => {
    const folder = cleanUp.use(await temporaryFolder('import'))
    files = await writeImportFiles(folder.path)
    berth = await startConsole(cleanUp)
    browser = cleanUp.use(await openChromium())
  })

  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    let page: Page

    beforeAll(async () => {
      ;({ page } = await visit(browser, { colorScheme }))
      await page.goto(berth.link())
      await expectSeen(page.getByRole('heading', { name: 'Overview' }))
      await page.goto(`${berth.url}import`)
    })

    test('before a file is chosen', async () => {
      await expectSeen(page.getByRole('button', { name: 'Choose a file' }))
      expect(await violations(page)).toStrictEqual([])
    })

    test('that failed', async () => {
      await chooseFile(page, 'Choose a file', files.noise)
      await expectSeen(page.getByText('photo.raw was not taken'))
      expect(await violations(page)).toStrictEqual([])
    })

    test('with images to choose from, one of them wrongly named', async () => {
      await chooseFile(page, 'Choose a file', files.layout)
      await page.getByRole('button', { name: 'Add a name to image 1' }).click()
      await page.getByLabel('Name 2 of image 1').fill('team/API:v1')
      await expectSeen(page.getByText('The name of a repository has small letters only.'))
      expect(await violations(page)).toStrictEqual([])
    })

    test('that is stored', async () => {
      await page.getByRole('button', { name: 'Remove the name team/API:v1' }).click()
      await page.getByRole('button', { name: 'Import 1 image' }).click()
      await expectSeen(page.getByRole('heading', { name: 'Stored under 1 name' }))
      expect(await violations(page)).toStrictEqual([])
    })
  })
})
