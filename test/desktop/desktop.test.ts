import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CALL } from '../../electron/channels.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { send } from '../support/http-client.ts'
import { temporaryFolder } from '../support/folder.ts'
import { freePort } from '../support/port.ts'
import { startApp, type RunningApp } from './running-app.ts'

const cleanUp = cleanUpAfterAll()

const statusOf = async (url: string): Promise<number | 'none'> =>
  send(`${url}/v2/`).then(
    ({ status }) => status,
    () => 'none',
  )

const tray = ({ desktop }: RunningApp) => {
  const [only] = desktop.trays
  if (!only) throw new Error('there is no tray')
  return only
}

const labels = (app: RunningApp) =>
  tray(app)
    .menu()
    .map(({ label }) => label)

/** A call from the window's own page. */
function call(app: RunningApp, method: string, input?: unknown, frame?: unknown): Promise<unknown> {
  const [window] = app.desktop.electron.BrowserWindow.getAllWindows()
  return app.desktop.ipc.invoke(frame ?? window?.webContents.mainFrame, CALL, method, input)
}

describe('a first start', () => {
  test('serves, shows its window, and says so in the tray', async () => {
    const app = await startApp(cleanUp)
    expect(await statusOf(app.url)).toBe(200)
    const [window] = app.desktop.windows()
    expect(window?.url()).toBe('app://berth/')
    expect(window?.isVisible()).toBe(true)
    await expect.poll(() => labels(app)[0]).toBe(`Running at localhost:${app.port}`)
    expect(tray(app).icon()).toMatch(/running/)
    expect(existsSync(join(app.home, 'data/berth/registry'))).toBe(true)
  })

  test('stays hidden where it was started at login', async () => {
    const app = await startApp(cleanUp, { argv: ['--hidden'] })
    expect(app.desktop.windows()).toEqual([])
    tray(app).choose('Open Berth')
    expect(app.desktop.windows()).toHaveLength(1)
  })

  test('ends at once where another has the lock, which shows its window', async () => {
    const second = await startApp(cleanUp, { prepare: (desktop) => desktop.app.denyLock() })
    expect(await second.desktop.app.exited).toBe(0)
    expect(await statusOf(second.url)).toBe('none')
    const first = await startApp(cleanUp, { argv: ['--hidden'] })
    first.desktop.app.secondStart(['berth'])
    expect(first.desktop.windows()).toHaveLength(1)
  })
})

describe('the tray', () => {
  test('stops the registry, which frees its port, and starts it again', async () => {
    const app = await startApp(cleanUp)
    await expect.poll(() => labels(app)[0]).toMatch(/Running/)
    tray(app).choose('Stop')
    await expect.poll(() => labels(app)).toContain('Start')
    expect(await statusOf(app.url)).toBe('none')
    expect(tray(app).icon()).toMatch(/stopped/)
    tray(app).choose('Start')
    await expect.poll(() => statusOf(app.url)).toBe(200)
    await expect.poll(() => tray(app).icon()).toMatch(/running/)
  })

  test('copies the address', async () => {
    const app = await startApp(cleanUp)
    await expect.poll(() => labels(app)[0]).toMatch(/Running/)
    tray(app).choose('Copy address')
    expect(app.desktop.clipboard()).toBe(`localhost:${app.port}`)
  })

  test('starts the app at login, hidden', async () => {
    const app = await startApp(cleanUp)
    tray(app).choose('Start at login', true)
    const file = join(app.home, 'config/autostart/berth.desktop')
    await expect.poll(() => existsSync(file)).toBe(true)
    expect(await readFile(file, 'utf8')).toContain('Exec="/opt/Berth/berth" --hidden')
    tray(app).choose('Start at login', false)
    await expect.poll(() => existsSync(file)).toBe(false)
  })
})

describe('closing the window', () => {
  test('leaves the app in the tray, and tells so once', async () => {
    const app = await startApp(cleanUp)
    const [window] = app.desktop.windows()
    window?.closeByPerson()
    expect(window?.isVisible()).toBe(false)
    await expect
      .poll(() => app.desktop.notifications)
      .toMatchObject([{ title: 'Berth goes on in the tray' }])
    expect(await statusOf(app.url)).toBe(200)
    tray(app).choose('Open Berth')
    expect(window?.isVisible()).toBe(true)
    window?.closeByPerson()
    expect(app.desktop.notifications).toHaveLength(1)
  })

  test('quits where the desktop may have no tray', async () => {
    const app = await startApp(cleanUp, { env: { XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' } })
    app.desktop.windows()[0]?.closeByPerson()
    expect(await app.desktop.app.exited).toBe(0)
    expect(await statusOf(app.url)).toBe('none')
  })
})

describe('a registry that cannot be started', () => {
  test('is shown with its reason, and starts when that is gone', async () => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    const app = await startApp(cleanUp, { port })
    await expect.poll(() => tray(app).icon()).toMatch(/problem/)
    expect(app.desktop.notifications).toMatchObject([
      { title: 'Berth needs a hand', body: expect.stringContaining(`port ${port}`) },
    ])
    expect(await call(app, 'registry.status')).toMatchObject({
      output: { state: 'stopped', warnings: [{ id: 'not-started' }] },
    })
    expect(
      await call(app, 'repositories.list', { sort: 'name', offset: 0, limit: 1 }),
    ).toMatchObject({ failure: { code: 'UNAVAILABLE' } })
    other.close()
    await once(other, 'close')
    tray(app).choose('Start')
    await expect.poll(() => statusOf(app.url)).toBe(200)
    await expect.poll(() => tray(app).icon()).toMatch(/running/)
  })

  test('is tried again when the machine wakes', async () => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    const app = await startApp(cleanUp, { port })
    other.close()
    await once(other, 'close')
    app.desktop.emit('resume')
    await expect.poll(() => statusOf(app.url)).toBe(200)
  })
})

test('a setting that needs a restart counts after one', async () => {
  const app = await startApp(cleanUp, {
    env: { REGISTRY_HTTP_ADDR: undefined },
    port: 5000,
    prepare: async (_desktop, home) => {
      await mkdir(join(home, 'config/berth'), { recursive: true })
      await writeFile(
        join(home, 'config/berth/config.yml'),
        `version: 0.1\nhttp: {addr: "127.0.0.1:${await freePort()}"}\n`,
      )
    },
  })
  const port = await freePort()
  const change = { key: 'http.addr', value: `127.0.0.1:${port}` }
  expect(await call(app, 'settings.change', { changes: [change] })).toHaveProperty('output')
  expect(await call(app, 'registry.restart')).toHaveProperty('output')
  expect(await statusOf(`http://127.0.0.1:${port}`)).toBe(200)
})

describe('calls', () => {
  test.each([
    ['a frame that is gone', null],
    ['another frame', { url: 'app://berth/' }],
  ])('from %s are refused', async (_who, frame) => {
    const app = await startApp(cleanUp)
    const answer = await app.desktop.ipc.invoke(frame, CALL, 'registry.stop')
    expect(answer).toMatchObject({ failure: { code: 'FORBIDDEN' } })
    expect(await statusOf(app.url)).toBe(200)
  })

  test('from the window are refused once it shows something else', async () => {
    const app = await startApp(cleanUp)
    const [window] = app.desktop.electron.BrowserWindow.getAllWindows()
    const frame = window?.webContents.mainFrame as { url: string } | undefined
    if (frame) frame.url = 'https://elsewhere.example/'
    expect(await call(app, 'registry.status')).toMatchObject({ failure: { code: 'FORBIDDEN' } })
  })
})

describe('the app’s own settings', () => {
  test('are kept', async () => {
    const { path: home } = cleanUp.use(await temporaryFolder('app'))
    const first = await startApp(cleanUp, { home })
    expect(await call(first, 'desktop.change', { notifyPushes: false })).toMatchObject({
      output: { notifyPushes: false, notifyProblems: true, hideOnClose: true },
    })
    first.quit()
    await first.desktop.app.exited
    const second = await startApp(cleanUp, { home })
    expect(await call(second, 'desktop.get')).toMatchObject({ output: { notifyPushes: false } })
  })

  test.each([
    ['broken', '{"version": 1,'],
    ['of a newer Berth', '{"version": 99}'],
  ])('that are %s are set aside, and the defaults count', async (_what, text) => {
    const { path: home } = cleanUp.use(await temporaryFolder('app'))
    const folder = join(home, 'config/berth')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'desktop.json'), text)
    const app = await startApp(cleanUp, { home })
    expect(await call(app, 'desktop.get')).toMatchObject({ output: { notifyPushes: true } })
    const aside = (await readdir(folder)).find((name) => name.includes('broken'))
    expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe(text)
    expect(app.desktop.notifications).toMatchObject([
      { body: expect.stringContaining(String(aside)) },
    ])
  })
})

test('two changes of the app’s settings at once are both kept', async () => {
  const app = await startApp(cleanUp)
  const change = (changes: object) => call(app, 'desktop.change', changes)
  await Promise.all([change({ notifyPushes: false }), change({ notifyProblems: false })])
  expect(await call(app, 'desktop.get')).toMatchObject({
    output: { notifyPushes: false, notifyProblems: false },
  })
})

describe('quitting', () => {
  test('ends the registry before the app', async () => {
    const app = await startApp(cleanUp)
    tray(app).choose('Quit')
    expect(await app.desktop.app.exited).toBe(0)
    expect(await statusOf(app.url)).toBe('none')
  })
})

test.each([
  ['memory', {}],
  ['file', { BERTH_SECRETS_PASSPHRASE: 'correct horse battery' }],
])('without a keychain secrets are in %s, and it says why', async (kind, env) => {
  const app = await startApp(cleanUp, { env })
  expect(await call(app, 'desktop.secrets')).toMatchObject({
    output: {
      kind,
      notices: expect.arrayContaining([
        { reason: expect.stringContaining('keychain'), remedy: 'Try again.' },
      ]),
    },
  })
})

test('storage that goes away is told', async () => {
  const app = await startApp(cleanUp, { env: { REGISTRY_HEALTH_STORAGEDRIVER_INTERVAL: '50ms' } })
  await rm(join(app.home, 'data/berth/registry'), { recursive: true })
  await expect.poll(() => tray(app).icon(), { timeout: 15_000 }).toMatch(/problem/)
})
