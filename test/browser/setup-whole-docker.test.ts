import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { importBusybox } from '../support/busybox-image.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { dockerClient, startDockerDaemon, type DockerClient } from '../support/docker.ts'
import { onlyDocker } from '../support/engine-surroundings.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { send } from '../support/http-client.ts'
import { asking, newImage, pushImage } from '../support/http-image.ts'
import type { OwnBerth } from '../support/own-berth.ts'
import { startRegistry, type RunningRegistry } from '../support/registry-process.ts'
import { startTokenService } from '../support/token-service.ts'
import { describeWith } from '../support/tools.ts'
import { openChromium, visit, type Visit } from './chromium.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { logInAs } from './log-in.ts'
import {
  endsOf,
  fillRemote,
  firstStart,
  keptText,
  killAndStart,
  listed,
  placeKept,
  restartToUse,
  stepDone,
  stepSeen,
} from './wizard.ts'

const CAROL = { username: 'carol', password: 'of carol, long enough' }
const PUSHER = { username: 'pusher', password: 'rIght-1' }

describeWith(
  ['chromium', 'docker', 'docker-registry', 'openssl', 'privilege', 'busybox', 'unshare'],
  'the whole set-up, from the first start to the first push',
  () => {
    const cleanUp = cleanUpAfterAll()
    let folder: string
    let env: Record<string, string>
    let docker: DockerClient
    let remote: RunningRegistry
    let tokenRemote: RunningRegistry
    let berth: OwnBerth
    let here: Visit
    let page: Page

    beforeAll(async () => {
      folder = cleanUp.use(await temporaryFolder('whole')).path
      await startRemotes()
      await fillOld()
      const daemon = cleanUp.use(await startDockerDaemon({ ownNetwork: true }))
      env = {
        ...(await onlyDocker(daemon.host, folder)),
        BERTH_SECRETS_PASSPHRASE: 'only for this test',
      }
      docker = dockerClient(daemon.host, join(folder, 'home/.docker'))
      await importBusybox(docker)
      const browser = cleanUp.use(await openChromium())
      ;({ berth, ...here } = await firstStart(cleanUp, browser, { env }))
      ;({ page } = here)
    })

    const old = () => join(folder, 'old')

    async function fillOld(): Promise<void> {
      await using other = await startRegistry({ program: 'docker-registry', folder: old() })
      await pushImage(asking(other.url), 'old/app', 'v1', newImage())
    }

    async function startRemotes(): Promise<void> {
      const htpasswd = join(folder, 'htpasswd')
      await writeHtpasswd(htpasswd, [ALICE])
      const [a, b] = [join(folder, 'a'), join(folder, 'b')]
      remote = cleanUp.use(await startRegistry({ program: 'berth', folder: a, htpasswd }))
      const tokens = cleanUp.use(
        await startTokenService({ users: { 'pusher:rIght-1': ['pull', 'push'] } }),
      )
      const extraConfig = { auth: tokens.auth }
      tokenRemote = cleanUp.use(
        await startRegistry({ program: 'docker-registry', folder: b, extraConfig }),
      )
    }

    const button = (name: string) => page.getByRole('button', { name, exact: true })

    test('the folder of another registry is taken as it is', async () => {
      await stepSeen(page, 'Where images live')
      await page.getByRole('textbox', { name: 'Folder' }).fill(old())
      await expectSeen(page.getByText(/There are images already: 1.repository/))
      await button('Use this folder').click()
      await stepDone(page, 'Where images live')
    })

    test('the first user is made', async () => {
      await page.getByRole('radio', { name: 'Users with passwords' }).click()
      await page.getByLabel('Name').fill(CAROL.username)
      await page.getByLabel('Password', { exact: true }).fill(CAROL.password)
      await page.keyboard.press('Enter')
      await expectSeen(page.getByText('These users can log in:'))
      await button('Next').click()
      await stepDone(page, 'Who may use it')
    })

    test('it goes on where it was after Berth was killed, and the window closed', async () => {
      await page.getByRole('textbox', { name: 'Address' }).fill(remote.url)
      await placeKept(berth, 'remote')
      await expect.poll(() => keptText(berth)).toContain(remote.url)
      const browser = page.context().browser()
      await page.context().close()
      berth = await killAndStart(cleanUp, berth, { env })
      if (!browser) throw new Error('there is no browser')
      here = await visit(browser)
      ;({ page } = here)
      await page.goto(berth.url)
      await logInAs(page, CAROL)
      await button('Go on').click()
      await stepSeen(page, 'Azure-hosted registry')
      expect(await page.getByRole('textbox', { name: 'Address' }).inputValue()).toBe(remote.url)
    })

    test('a Berth elsewhere is connected, after a wrong password', async () => {
      await fillRemote(page, remote.url, ALICE.username, 'wrong')
      await button('Test').click()
      await expectSeen(page.getByText('Refused'))
      await fillRemote(page, remote.url, ALICE.username, ALICE.password)
      await button('Test').click()
      await expectSeen(page.getByText('It is Berth.', { exact: false }))
      await button('Save').click()
      await stepDone(page, 'Azure-hosted registry')
    })

    test('going back, one that takes tokens is connected too', async () => {
      await stepSeen(page, 'Connect Docker')
      await button('Back').click()
      await stepSeen(page, 'Azure-hosted registry')
      await expectSeen(page.getByText('Already here'))
      await fillRemote(page, tokenRemote.url, PUSHER.username, PUSHER.password)
      await button('Save').click()
      await stepSeen(page, 'Connect Docker')
    })

    test('nothing is left to restart for, since Berth was started anew', async () => {
      await expectSeen(page.getByText(/^Docker \(DOCKER_HOST\) \d/))
      await expectGone(page.getByText('Restart Berth to use it.'))
      expect((await send(`${berth.url}/v2/`)).status).toBe(401)
    })

    test('Docker is brought here by the relay, and logged in', async () => {
      await page.getByRole('button', { name: 'Check Docker (DOCKER_HOST)' }).click()
      await expectSeen(page.getByText('It does not get here', { exact: true }))
      await button('Start the relay').click()
      await expectSeen(page.getByText('It reaches Berth', { exact: true }))
      const form = page.getByRole('form', { name: 'Log in' })
      await form.getByRole('textbox', { name: 'User' }).fill(CAROL.username)
      await form.getByLabel('Password').fill('wrong')
      await form.getByRole('button', { name: 'Log in' }).click()
      await expectSeen(page.getByText('wrong user name or password'))
      await form.getByLabel('Password').fill(CAROL.password)
      await form.getByRole('button', { name: 'Log in' }).click()
      await expectGone(form)
    })

    test('the first push lands', async () => {
      const name = `localhost:${berth.port}/busybox`
      await expectSeen(page.getByText(`docker push ${name}`, { exact: true }))
      await docker.run(['tag', 'busybox', name])
      await docker.run(['push', name])
      await expectSeen(page.getByText('It has arrived:'))
    })

    test('it is over, and all is there', async () => {
      await button('Finish').click()
      expect(await endsOf(page)).toEqual(['Done', 'Done', 'Done', 'Done'])
      await button('Open Overview').click()
      await page.getByRole('link', { name: 'Images', exact: true }).click()
      for (const name of ['old/app', 'busybox']) {
        await expectSeen(page.getByRole('row', { name: new RegExp(name) }))
      }
      await page.getByRole('link', { name: 'Credentials' }).click()
      const remotes = page.getByRole('region', { name: 'Other registries' })
      for (const { url } of [remote, tokenRemote]) {
        const row = remotes.getByRole('row').filter({ hasText: url })
        await expectSeen(row.getByText('Works'))
      }
      expect(here.faults).toEqual([])
    })
  },
)

describeWith(['chromium'], 'users made in the set-up', () => {
  const cleanUp = cleanUpAfterAll()

  test('count after a restart from the window, which then asks who it is and goes on', async () => {
    const browser = cleanUp.use(await openChromium())
    const { berth, page } = await firstStart(cleanUp, browser)
    await listed(page, 'Who may use it').click()
    await page.getByRole('radio', { name: 'Users with passwords' }).click()
    await page.getByLabel('Name').fill(CAROL.username)
    await page.getByLabel('Password', { exact: true }).fill(CAROL.password)
    await page.keyboard.press('Enter')
    await expectSeen(page.getByText('These users can log in:'))
    expect((await send(`${berth.url}/v2/`)).status).toBe(200)
    await listed(page, 'Connect Docker').click()
    await restartToUse(page, berth)
    expect((await send(`${berth.url}/v2/`)).status).toBe(401)
    await logInAs(page, { ...CAROL, password: 'wrong' })
    await expectSeen(page.getByText('That user and password do not fit together.'))
    await page.getByRole('textbox', { name: 'Password' }).fill('')
    await logInAs(page, CAROL)
    await stepSeen(page, 'Connect Docker')
    expect((await send(`${berth.url}/v2/`, { login: CAROL })).status).toBe(200)
  })
})
