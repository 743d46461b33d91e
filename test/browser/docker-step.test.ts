import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { importBusybox } from '../support/busybox-image.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { dockerClient, startDockerDaemon, type DockerClient } from '../support/docker.ts'
import { onlyDocker } from '../support/engine-surroundings.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE } from '../support/htpasswd.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit, type Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { logInAs } from './log-in.ts'

describeWith(
  ['chromium', 'docker', 'privilege', 'busybox', 'unshare'],
  'connecting a Docker that has a network of its own',
  () => {
    const cleanUp = cleanUpAfterAll()
    let berth: RunningConsole
    let docker: DockerClient
    let here: Visit
    let page: Page
    let host: string

    beforeAll(async () => {
      const { path } = cleanUp.use(await temporaryFolder('docker-step'))
      const daemon = cleanUp.use(await startDockerDaemon({ ownNetwork: true }))
      const env = await onlyDocker(daemon.host, path)
      docker = dockerClient(daemon.host, join(path, 'home/.docker'))
      await importBusybox(docker)
      berth = await startConsole(cleanUp, { login: ALICE, env })
      host = `localhost:${berth.registry.port}`
      here = await visit(cleanUp.use(await openChromium()))
      ;({ page } = here)
      await page.goto(`${berth.url}setup`)
      await logInAs(page, ALICE)
      await page.getByRole('button', { name: 'Connect Docker' }).click()
      await expectSeen(page.getByRole('heading', { name: 'Connect Docker' }))
    })

    const shot = async (name: string): Promise<void> => {
      const folder = process.env['BERTH_SHOTS']
      if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
    }

    test('shows the engine, and that it does not get here', async () => {
      await expectSeen(page.getByText(/^Docker \(DOCKER_HOST\) \d/))
      await page.getByRole('button', { name: 'Check Docker (DOCKER_HOST)' }).press('Enter')
      await expectSeen(page.getByText('It does not get here', { exact: true }))
      await shot('refused')
      expect(await violations(page)).toStrictEqual([])
    })

    test('starts the relay by one click', async () => {
      await page.getByRole('button', { name: 'Start the relay' }).click()
      await expectSeen(page.getByText('It reaches Berth', { exact: true }))
      await expectSeen(page.getByText('Relay on'))
      await shot('relay')
    })

    test('refuses a wrong password, and logs in with the right one', async () => {
      const form = page.getByRole('form', { name: 'Log in' })
      await form.getByRole('textbox', { name: 'User' }).fill(ALICE.username)
      await form.getByLabel('Password').fill('wrong')
      await form.getByRole('button', { name: 'Log in' }).click()
      await expectSeen(page.getByText('wrong user name or password'))
      await form.getByLabel('Password').fill(ALICE.password)
      await form.getByRole('button', { name: 'Log in' }).press('Enter')
      await expectGone(form)
    })

    test('waits for the first push, and shows it', async () => {
      await expectSeen(page.getByText('Waiting for it to arrive…'))
      const name = `${host}/busybox`
      await expectSeen(page.getByText(`docker push ${name}`, { exact: true }))
      await docker.run(['tag', 'busybox', name])
      await docker.run(['push', name])
      await expectSeen(page.getByText('It has arrived:'))
      await shot('arrived')
      expect(await violations(page)).toStrictEqual([])
    })

    test('fits a narrow window in dark', async () => {
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.setViewportSize({ width: 720, height: 900 })
      await shot('dark-narrow')
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width).toBeLessThanOrEqual(720)
      expect(await violations(page)).toStrictEqual([])
    })

    test('nothing was forbidden or failed', () => {
      expect(here.faults.filter((fault) => !fault.includes('400'))).toStrictEqual([])
    })
  },
)
