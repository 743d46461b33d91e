import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { buildApp } from '../../build/build-app.ts'
import { startApp, type RunningApp } from '../desktop/running-app.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { dockerClient, startDockerDaemon, type DockerClient } from '../support/docker.ts'
import { temporaryFolder } from '../support/folder.ts'
import { run } from '../support/command.ts'
import { send } from '../support/http-client.ts'
import { describeWith } from '../support/tools.ts'
import { openChromium } from './chromium.ts'
import { expectSeen } from './expect-seen.ts'
import { pushWithSkopeo } from './push.ts'
import { shownIn } from './shown-in-chromium.ts'

/**
 * The real main process, preload and window, driven through a stand-in for Electron's module
 * (`test/desktop/stand-in.ts` says what it replaces) and shown in real Chromium.
 */
describeWith(['chromium', 'skopeo'], 'the app', () => {
  const cleanUp = cleanUpAfterAll()
  let browser: Browser
  let app: RunningApp
  let page: Page

  beforeAll(async () => {
    await buildApp()
    browser = cleanUp.use(await openChromium())
    const shown = Promise.withResolvers<Page>()
    app = await startApp(cleanUp, { openPage: shownIn(browser, shown.resolve) })
    page = await shown.promise
    await expectSeen(page.getByRole('heading', { name: 'Overview' }))
  })

  const tray = () => {
    const [only] = app.desktop.trays
    if (!only) throw new Error('there is no tray')
    return only
  }

  test('shows the registry in its own process, without any login', async () => {
    await expectSeen(page.getByRole('status').getByText('Running'))
    await expectSeen(page.getByText(`localhost:${app.port}`).first())
    const keys = await page.evaluate(() => Object.keys((window as never)['berth']))
    expect(keys).toEqual(['call', 'subscribe'])
  })

  test('has no console for browsers at its port', async () => {
    const answer = await send(`${app.url}/`, { headers: { accept: 'text/html' } })
    expect(answer.status).toBe(404)
  })

  test('shows a push as it comes, in the window, the tray and a notification', async () => {
    await pushWithSkopeo(`127.0.0.1:${app.port}`, 'team/api:v1')
    await expectSeen(page.getByRole('link', { name: /team\/api/ }).first())
    await expect
      .poll(() => app.desktop.notifications)
      .toContainEqual({ title: 'Push received', body: 'team/api:v1' })
    await expect.poll(() => JSON.stringify(tray().menu())).toContain('team/api:v1')
    tray().choose('team/api:v1')
    expect(app.desktop.clipboard()).toBe(`docker pull localhost:${app.port}/team/api:v1`)
  })

  test('is stopped and started from the tray while the window looks on', async () => {
    tray().choose('Stop')
    await expectSeen(page.getByRole('status').getByText('Stopped'))
    tray().choose('Start')
    await expectSeen(page.getByRole('status').getByText('Running'))
    expect((await send(`${app.url}/v2/`)).status).toBe(200)
  })

  test('has settings of its own', async () => {
    tray().choose('Settings')
    await expectSeen(page.getByRole('heading', { name: 'This app' }))
    const notify = page.getByRole('switch', { name: 'Notify of pushes' })
    await notify.click()
    await expect.poll(() => notify.isChecked()).toBe(false)
    const before = app.desktop.notifications.length
    await pushWithSkopeo(`127.0.0.1:${app.port}`, 'team/api:v2')
    await page.getByRole('link', { name: 'Activity' }).click()
    await expectSeen(page.getByText('v2').first())
    expect(app.desktop.notifications).toHaveLength(before)
  })
})

describeWith(['chromium', 'docker', 'privilege'], 'docker and the app', () => {
  const cleanUp = cleanUpAfterAll()
  let docker: DockerClient
  let app: RunningApp
  let page: Page

  beforeAll(async () => {
    await buildApp()
    const browser = cleanUp.use(await openChromium())
    const shown = Promise.withResolvers<Page>()
    app = await startApp(cleanUp, { openPage: shownIn(browser, shown.resolve) })
    page = await shown.promise
    const { host } = cleanUp.use(await startDockerDaemon())
    docker = dockerClient(host, cleanUp.use(await temporaryFolder('docker-config')).path)
  })

  /** A layer of random bytes, so that it takes its time. @param name with its tag */
  async function importImage(name: string): Promise<void> {
    const { path } = cleanUp.use(await temporaryFolder('layer'))
    const pack = `head -c 120000000 /dev/urandom > big && tar -cf layer.tar big && rm big`
    await run('sh', ['-c', `cd ${path} && ${pack}`])
    await docker.run(['import', `${path}/layer.tar`, `127.0.0.1:${app.port}/${name}`])
  }

  test('a push shows its progress in the window and in the tray', async () => {
    const name = `127.0.0.1:${app.port}/big:v1`
    await importImage('big:v1')
    const pushed = docker.run(['push', name])
    await expectSeen(page.getByText(/Receiving big/).first())
    await expect.poll(() => app.desktop.trays[0]?.icon()).toMatch(/busy/)
    await pushed
    await expect.poll(() => app.desktop.trays[0]?.icon()).toMatch(/running/)
    await expectSeen(page.getByRole('link', { name: /big/ }).first())
  })

  test('quitting during a push loses nothing; the push goes on with the next start', async () => {
    const name = `127.0.0.1:${app.port}/late:v1`
    await importImage('late:v1')
    const pushed = docker.attempt(['push', name])
    await expectSeen(page.getByText(/Receiving late/).first())
    app.quit()
    expect(await app.desktop.app.exited).toBe(0)
    await startApp(cleanUp, { home: app.home, port: app.port, argv: ['--hidden'] })
    // Docker tries again by itself.
    expect(await pushed).toMatchObject({ code: 0 })
    await docker.run(['rmi', name, `127.0.0.1:${app.port}/big:v1`])
    await docker.run(['pull', name])
    await docker.run(['pull', `127.0.0.1:${app.port}/big:v1`])
  })
})
