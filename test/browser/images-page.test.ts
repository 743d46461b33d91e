import { beforeAll, describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { asking } from '../support/http-image.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { builtImage, helmChart, indexOver, layerOf, push, signatureOf } from './images-content.ts'

const BASE = layerOf(70_000)
const AMD = { ...builtImage(BASE, layerOf(20_000)), architecture: 'amd64' }
const ARM = { ...builtImage(BASE, layerOf(30_000), 'arm64'), architecture: 'arm64' }
const { index: INDEX, attestation: ATTESTATION } = indexOver([AMD, ARM])
const CHART = helmChart()

describeWith(['chromium'], 'the page of an image', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    const { url } = berth.registry
    for (const image of [AMD, ARM, ATTESTATION]) await push(url, 'team/api', image.digest, image)
    await push(url, 'team/api', 'v1', INDEX)
    await push(url, 'team/api', 'latest', INDEX)
    const signature = signatureOf(INDEX)
    await push(url, 'team/api', signature.digest, signature)
    await push(url, 'team/chart', '1.2.0', CHART)
    here = await arrive(cleanUp, berth)
  })

  describe('for several platforms', () => {
    beforeAll(async () => {
      await here.page.goto(`${berth.url}images/team/api:v1`)
      await expectSeen(here.page.getByRole('heading', { name: 'team/api:v1' }))
    })

    test('says what it is', async () => {
      const { page } = here
      await expectSeen(page.getByText('Multi-platform image'))
      await expectSeen(page.getByTitle(INDEX.digest))
      await expectSeen(page.getByRole('link', { name: 'latest' }))
      await expectSeen(page.getByText('linux/arm64', { exact: true }))
      expect(await page.getByText('unknown/unknown').count()).toBe(0)
    })

    test('says how to use it', async () => {
      const name = `localhost:${berth.registry.port}/team/api`
      for (const command of [
        `docker pull ${name}:v1`,
        `docker pull ${name}@${INDEX.digest}`,
        `docker run --rm -it -p 8080:8080 ${name}:v1`,
      ]) {
        await expectSeen(here.page.getByText(command, { exact: true }))
      }
    })

    test('says what each platform is made of', async () => {
      const { page } = here
      const layers = page.getByRole('table', { name: 'Layers' })
      await expectSeen(layers.getByRole('row', { name: /COPY \/app .* 19\.5 KiB/ }))
      await expectSeen(layers.getByRole('row', { name: /ADD file:base .* in 1 other image/ }))
      await page.getByLabel('Platform').selectOption('linux/arm64')
      await expectSeen(layers.getByRole('row', { name: /COPY \/app .* 29\.3 KiB/ }))
      expect(page.url()).toContain('platform=linux/arm64')
    })

    test('says what it runs', async () => {
      const { page } = here
      await expectSeen(page.getByText(`--greeting 'hello there'`, { exact: true }))
      await expectSeen(page.getByText('MODE=test', { exact: true }).first())
      await expectSeen(page.getByText('org.example.team=harbour'))
      const steps = page.getByRole('list', { name: /^Steps of the build/ }).getByRole('listitem')
      expect(await steps.count()).toBe(3)
    })

    test('says what vouches for it', async () => {
      const vouchers = here.page.getByRole('table', { name: 'Attached to it' })
      await expectSeen(vouchers.getByRole('cell', { name: 'Signature' }))
      await expectSeen(vouchers.getByRole('cell', { name: 'Attestation' }))
    })

    test('has the manifest, whose digests lead on', async () => {
      const { page } = here
      await page.getByRole('button', { name: 'Show the manifest' }).click()
      await page.getByRole('button', { name: 'Copy the manifest, byte for byte' }).click()
      const copied = await page.evaluate(() => navigator.clipboard.readText())
      expect(copied).toBe(INDEX.manifest.toString())
      await page.getByRole('link', { name: ARM.digest }).click()
      await page.waitForURL(`${berth.url}images/team/api@${ARM.digest}`)
      await expectSeen(page.getByText('Pull by digest'))
      await page.goBack()
    })
  })

  test('shows a chart as a chart', async () => {
    const { page } = here
    await page.goto(`${berth.url}images/team/chart:1.2.0`)
    await expectSeen(page.getByText('Helm chart', { exact: true }))
    const command = `helm pull oci://localhost:${berth.registry.port}/team/chart --version 1.2.0`
    await expectSeen(page.getByText(command, { exact: true }))
    await expectSeen(page.getByText('helm chart content tar+gzip'))
    for (const heading of ['Configuration', 'History', 'Attached to it']) {
      expect(await page.getByRole('heading', { name: heading }).count()).toBe(0)
    }
  })

  test('says that a tag is gone, as soon as it is', async () => {
    const { page } = here
    await push(berth.registry.url, 'team/api', 'brief', AMD)
    await page.goto(`${berth.url}images/team/api:brief`)
    await expectSeen(page.getByText('Pull by tag'))
    await asking(berth.registry.url)('DELETE', '/v2/team/api/manifests/brief')
    await expectSeen(page.getByText('This tag is gone'))
    await page.getByRole('link', { name: 'To team/api' }).click()
    await expectSeen(page.getByRole('grid', { name: 'Tags' }))
  })

  test('leads back by its breadcrumb', async () => {
    const { page } = here
    await page.goto(`${berth.url}images/team/api:v1`)
    const trail = page.getByRole('navigation', { name: 'Where this is' })
    await trail.getByRole('link', { name: 'team/api' }).click()
    await expectSeen(page.getByRole('heading', { name: 'team/api', exact: true }))
    await trail.getByRole('link', { name: 'Images' }).click()
    await expectSeen(page.getByRole('heading', { name: 'Images', exact: true }))
  })

  test.each(['light', 'dark'] as const)('has nothing wrong for axe in %s', async (colorScheme) => {
    const { page } = here
    await page.emulateMedia({ colorScheme })
    for (const path of ['team/api:v1', 'team/chart:1.2.0', 'team/api:none']) {
      await page.goto(`${berth.url}images/${path}`)
      await expectSeen(page.getByRole('heading', { level: 1, name: path }))
      await expectGone(page.getByRole('status', { name: 'Loading' }))
      expect(await violations(page)).toStrictEqual([])
    }
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
