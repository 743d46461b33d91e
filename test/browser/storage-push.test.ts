import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import type { OpenContainer } from '../support/azure-container.ts'
import { startAzurite } from '../support/azurite.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { dockerClient, startDockerDaemon, type DockerClient } from '../support/docker.ts'
import { temporaryFolder } from '../support/folder.ts'
import { writeBuildContext } from '../support/image-content.ts'
import { asking, newImage, pushImage } from '../support/http-image.ts'
import { startRegistry } from '../support/registry-process.ts'
import { describeWith } from '../support/tools.ts'
import { openChromium, visit } from './chromium.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { startOwnConsole, type OwnConsole } from './own-console.ts'

describeWith(
  ['chromium', 'docker', 'docker-registry', 'privilege'],
  'a place that was chosen',
  () => {
    const cleanUp = cleanUpAfterAll()
    let berth: OwnConsole
    let container: OpenContainer
    let docker: DockerClient
    let page: Page

    beforeAll(async () => {
      container = await cleanUp.use(await startAzurite()).container()
      berth = await startOwnConsole(cleanUp)
      const { path } = cleanUp.use(await temporaryFolder('place-push'))
      const daemon = cleanUp.use(await startDockerDaemon())
      docker = dockerClient(daemon.host, join(path, 'config'))
      const context = await writeBuildContext(join(path, 'context'), { layers: 1, layerSize: 4096 })
      await docker.run(['build', '--network=none', '--quiet', '--tag', image(), context])
      ;({ page } = await visit(cleanUp.use(await openChromium())))
      await page.goto(berth.link())
    })

    const image = () => `${berth.host}/team/app:v1`

    async function openStep(): Promise<void> {
      await page.goto(`${berth.url}setup`)
      await page.getByRole('button', { name: 'Where images live' }).click()
    }

    async function restart(): Promise<void> {
      // The step is passed only when the place was chosen.
      await expectGone(page.getByRole('heading', { name: 'Where images live' }))
      await berth.stop()
      await berth.start()
      await page.goto(berth.link())
      await expectSeen(page.getByRole('heading', { name: 'Overview' }))
    }

    test('as a container takes a push by docker after a restart', async () => {
      await openStep()
      await page.getByRole('radio', { name: 'In Azure Blob Storage' }).click()
      const { accountKey, client } = container
      await page.getByLabel('Account key, connection string or SAS').fill(accountKey)
      await page.getByRole('textbox', { name: 'Storage account' }).fill(container.accountName)
      await page.getByRole('combobox', { name: 'Container' }).fill(container.container)
      await page.getByRole('button', { name: 'Other address or folder' }).click()
      await page.getByRole('textbox', { name: 'Address of the blob service' }).fill(container.url)
      await page.getByRole('button', { name: 'Test and use this container' }).click()
      await restart()
      await docker.run(['push', image()])
      const names = (await Array.fromAsync(client.listBlobsFlat())).map(({ name }) => name)
      expect(names).toContain(
        'docker/registry/v2/repositories/team/app/_manifests/tags/v1/current/link',
      )
      await docker.run(['rmi', image()])
      await docker.run(['pull', image()])
      expect(berth.output()).not.toContain(accountKey)
    })

    test('as the folder of another registry serves what that has', async () => {
      const folder = join(berth.home, 'old')
      {
        await using other = await startRegistry({ program: 'docker-registry', folder })
        await pushImage(asking(other.url), 'old/app', 'v1', newImage())
      }
      await openStep()
      await page.getByRole('radio', { name: 'On this computer' }).click()
      await page.getByRole('textbox', { name: 'Folder' }).fill(folder)
      await expectSeen(page.getByText(/There are images already: 1.repository/))
      await page.getByRole('button', { name: 'Use this folder' }).click()
      await restart()
      await page.getByRole('link', { name: 'Images', exact: true }).click()
      await expectSeen(page.getByText('old/app'))
    })
  },
)
