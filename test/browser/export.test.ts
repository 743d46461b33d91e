import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { skopeo } from '../support/skopeo.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectSeen } from './expect-seen.ts'
import { helmChart, push } from './images-content.ts'
import { pushLayers } from './layered-image.ts'
import { pushWithSkopeo } from './push.ts'

const HELLO = { command: 'COPY hello /', files: { hello: 'hello\n' } }

const inspected = async (archive: string, ...options: string[]) =>
  JSON.parse(await skopeo({}).run(['inspect', ...options, archive])) as {
    readonly manifests?: readonly unknown[]
    readonly Architecture?: string
  }

describeWith(['chromium', 'skopeo', 'tar'], 'exporting an image', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit
  let page: Page

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    await pushWithSkopeo(berth.registry.host, 'team/api:v1')
    await pushLayers(berth.registry.host, 'team/hello:v1', { layers: [HELLO] })
    await push(berth.registry.url, 'team/chart', '1.2.0', helmChart())
    here = await arrive(cleanUp, berth)
    ;({ page } = here)
  })

  const openMenu = async (address: string) => {
    await page.goto(`${berth.url}images/${address}`)
    await page.getByRole('button', { name: 'Export' }).click()
    await expectSeen(page.getByRole('menuitem').first())
  }
  const saved = async (form: string) => {
    const saving = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: form, exact: true }).click()
    return (await saving).path()
  }
  test('gives a layout with all platforms', async () => {
    await openMenu('team/api:v1')
    const file = await saved('OCI layout (.tar), all platforms')
    const { manifests } = await inspected(`oci-archive:${file}`, '--raw')
    expect(manifests).toHaveLength(6)
  })

  test('gives a layout with the platform that is shown', async () => {
    await openMenu('team/api:v1?platform=linux/arm64')
    const file = await saved('OCI layout (.tar), linux/arm64 only')
    expect(await inspected(`oci-archive:${file}`)).toMatchObject({ Architecture: 'arm64' })
  })

  test('gives an archive for docker load', async () => {
    await openMenu('team/hello:v1')
    expect(await page.getByRole('menuitem').allTextContents()).toStrictEqual([
      'OCI layout (.tar)',
      'docker save (.tar)',
    ])
    const file = await saved('docker save (.tar)')
    expect(await inspected(`docker-archive:${file}`)).toMatchObject({ Architecture: 'amd64' })
  })

  test('offers no archive for docker load of what is no image', async () => {
    await openMenu('team/chart:1.2.0')
    expect(await page.getByRole('menuitem').allTextContents()).toStrictEqual(['OCI layout (.tar)'])
  })

  test.each(['light', 'dark'] as const)('has nothing wrong for axe in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme })
    await openMenu('team/api:v1')
    expect(await violations(page)).toStrictEqual([])
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
