import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { onlyDocker } from '../support/engine-surroundings.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'

describeWith(['chromium'], 'the doctor', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit
  let page: Page

  beforeAll(async () => {
    const { path } = cleanUp.use(await temporaryFolder('doctor'))
    const env = await onlyDocker(`unix://${join(path, 'nobody.sock')}`, path)
    berth = await startConsole(cleanUp, { env })
    here = await arrive(cleanUp, berth)
    ;({ page } = here)
    await page.getByRole('link', { name: 'Doctor' }).click()
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Doctor' }))
  })

  test('shows what is well, and what is not, with what to do', async () => {
    await expectGone(page.getByText('Looking…'))
    await expectSeen(page.getByText('There is one problem.'))
    const engine = page.getByRole('listitem').filter({ hasText: 'Docker (DOCKER_HOST)' })
    await expectSeen(engine.getByRole('img', { name: 'Problem' }))
    await expectSeen(engine.getByText(/systemctl start docker/))
    const storage = page.getByRole('listitem').filter({ hasText: 'Storage' })
    await expectSeen(storage.getByRole('img', { name: 'All is well' }))
    const folder = process.env['BERTH_SHOTS']
    if (folder) await page.screenshot({ path: join(folder, 'doctor.png'), fullPage: true })
    expect(await violations(page)).toStrictEqual([])
  })

  test('runs again by keyboard', async () => {
    await page.getByRole('button', { name: 'Run again' }).press('Enter')
    await expectSeen(page.getByText('There is one problem.'))
  })

  test('saves diagnostics', async () => {
    const coming = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save diagnostics' }).click()
    const download = await coming
    expect(download.suggestedFilename()).toMatch(/^berth-diagnostics-.*\.txt$/)
    const text = await readFile(await download.path(), 'utf8')
    expect(text).toContain('problem   Docker (DOCKER_HOST)')
    expect(text).toContain('"rootDirectory"')
    expect(text).toContain('opened by its link')
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
