import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { dockerClient, startDockerDaemon, type DockerClient } from '../support/docker.ts'
import { temporaryFolder } from '../support/folder.ts'
import { startHaltingProxy, type HaltingProxy } from '../support/halting-proxy.ts'
import { writeBuildContext } from '../support/image-content.ts'
import { describeWith } from '../support/tools.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'

const MiB = 1024 * 1024
const LAYER = 24 * MiB
const HALF = LAYER / 2

describeWith(['chromium', 'docker', 'privilege'], 'a push by docker', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let docker: DockerClient
  let proxy: HaltingProxy
  let here: Visit
  let pushing: Promise<string>

  beforeAll(async () => {
    berth = await startConsole(cleanUp)
    proxy = cleanUp.use(await startHaltingProxy(berth.registry.port, HALF))
    const { path } = cleanUp.use(await temporaryFolder('docker-push'))
    const daemon = cleanUp.use(await startDockerDaemon())
    docker = dockerClient(daemon.host, join(path, 'config'))
    const context = await writeBuildContext(join(path, 'context'), { layers: 1, layerSize: LAYER })
    await docker.run(['build', '--network=none', '--quiet', '--tag', image(), context])
    here = await arrive(cleanUp, berth)
  })

  const image = () => `${proxy.host}/team/large:v1`
  const line = () => here.page.getByRole('link', { name: /^Receiving team\/large from docker/ })
  const progress = () => here.page.getByRole('progressbar', { name: /Receiving team\/large/ })

  test('is seen while it comes, with what has come so far', async () => {
    const { page } = here
    pushing = docker.run(['push', image()])
    await expectSeen(progress())
    await expectSeen(line())
    // All that was let through, but for what was said before the layer.
    await expectSeen(page.getByText(/^1[12]\.\d\sMiB/))
    expect(await page.getByRole('link', { name: 'team/large:v1' }).count()).toBe(0)
  })

  test('is seen from every page', async () => {
    const { page } = here
    await page.getByRole('link', { name: 'Logs', exact: true }).click()
    await expectSeen(line().getByText(/ · 1[12]\.\d\sMiB/))
    await line().click()
    await page.waitForURL(`${berth.url}activity`)
    await expectSeen(progress())
  })

  test('is an image when it has come, and moves no more', async () => {
    const { page } = here
    proxy.goOn()
    expect(await pushing).toContain('digest: sha256:')
    await expectGone(line())
    await expectGone(progress())
    const entry = page
      .getByRole('grid', { name: 'History' })
      .getByRole('row', { name: 'team/large:v1' })
    await expectSeen(entry.getByText('Pushed'))
    await expectSeen(entry.getByText('docker'))
    await expectSeen(entry.getByText(/^24\.\d\sMiB$/))
  })

  test('nothing was forbidden or failed', () => {
    expect(here.faults).toStrictEqual([])
  })
})
