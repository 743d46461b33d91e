import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { newBrowser, type Browser as Window } from '../control/browser.ts'
import type { EventReader } from '../control/event-reader.ts'
import { canariesIn, canary, filesWith } from '../support/canaries.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { writeHtpasswd } from '../support/htpasswd.ts'
import { send } from '../support/http-client.ts'
import { startOwnBerth, type OwnBerth } from '../support/own-berth.ts'
import { watchProcesses, type ProcessWatch } from '../support/process-watch.ts'
import { describeWith } from '../support/tools.ts'
import { openChromium, visit } from './chromium.ts'
import { expectSeen } from './expect-seen.ts'
import { contentOf, heapOf } from './heap.ts'
import { logInAs } from './log-in.ts'

/**
 * Secrets of every kind go the way they really go, and are then looked for where none may be: in what was
 * logged and told, in files, in the arguments of every process, and in the window.
 */
describeWith(['chromium'], 'no secret is left anywhere', () => {
  const cleanUp = cleanUpAfterAll()
  const canaries = {
    passphrase: canary('passphrase'),
    password: canary('password'),
    wrongPassword: canary('wrong'),
    remotePassword: canary('remote'),
    wrongRemotePassword: canary('wrong-remote'),
    remoteToken: canary('token'),
  }
  const alice = { username: 'alice', password: canaries.password }
  let berth: OwnBerth
  let processes: ProcessWatch
  let page: Page
  let api: Window
  let events: EventReader

  beforeAll(async () => {
    const { path } = cleanUp.use(await temporaryFolder('canaries'))
    await writeHtpasswd(`${path}/htpasswd`, [alice])
    berth = await startOwnBerth(cleanUp, {
      config: {
        auth: { htpasswd: { realm: 'berth', path: `${path}/htpasswd` } },
        log: { level: 'debug', accesslog: { disabled: false } },
      },
      env: { BERTH_SECRETS_PASSPHRASE: canaries.passphrase },
    })
    processes = cleanUp.use(watchProcesses(berth.pid))
    ;({ page } = await visit(cleanUp.use(await openChromium())))
    api = newBrowser({
      url: berth.url,
      send: (target, options) => send(`${berth.url}${target}`, options),
    })
    await api.post('/api/login', { user: 'alice', password: canaries.password })
    events = cleanUp.use(await api.events())
    await plant()
  })

  async function plant(): Promise<void> {
    await page.goto(berth.url)
    await logInAs(page, { ...alice, password: canaries.wrongPassword })
    await expectSeen(page.getByText('That user and password do not fit together.'))
    await page.getByRole('textbox', { name: 'Password' }).fill('')
    await logInAs(page, alice)
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Overview' }))
    await api.post('/api/login', { user: canaries.password, password: canaries.wrongPassword })
    for (const password of [canaries.password, canaries.wrongPassword]) {
      await send(`${berth.url}/v2/`, { login: { username: 'alice', password } })
    }
    await plantRemotes()
    await api.call('reach.open', { port: berth.port, tls: 'made-here' })
    // Without loading the page anew, which would forget everything.
    await page.getByRole('link', { name: 'Settings' }).click()
    await expectSeen(page.getByText('made by Berth for this machine'))
  }

  /** In the window, by the step of set-up, and by calls. */
  async function plantRemotes(): Promise<void> {
    const bob = { username: 'bob', password: canaries.remotePassword }
    const { path } = cleanUp.use(await temporaryFolder('canaries-remote'))
    await writeHtpasswd(`${path}/htpasswd`, [bob])
    const auth = { htpasswd: { realm: 'remote', path: `${path}/htpasswd` } }
    const remote = await startOwnBerth(cleanUp, { config: { auth } })
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Open set-up' }).click()
    await page.getByRole('button', { name: 'Azure-hosted registry' }).click()
    await page.getByRole('textbox', { name: 'Address' }).fill(remote.url)
    await page.getByRole('textbox', { name: 'User' }).fill(bob.username)
    for (const [password, outcome] of [
      [canaries.wrongRemotePassword, 'Refused'],
      [canaries.remotePassword, 'Works'],
    ] as const) {
      await page.getByRole('textbox', { name: 'Password' }).fill(password)
      await page.getByRole('button', { name: 'Test', exact: true }).click()
      await expectSeen(page.getByText(outcome).first())
    }
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expectSeen(page.getByRole('button', { name: 'Azure-hosted registry · done' }))
    const token = { url: remote.url, kind: 'token', secret: canaries.remoteToken } as const
    await api.call('remotes.test', token)
    await api.call('remotes.save', { ...token, name: 'by-token' })
  }

  test('of what was logged', async () => {
    const lines = await api.call('logs.list', { limit: 2_000 })
    expect(lines.length).toBeGreaterThan(3)
    const all = berth.output() + JSON.stringify(lines)
    expect(canariesIn(all, canaries)).toEqual([])
    expect(all).not.toContain('PRIVATE KEY')
  })

  test('of what windows were told', async () => {
    expect(events.text()).toContain('"status"')
    expect(canariesIn(events.text(), canaries)).toEqual([])
  })

  test('in what is gathered to find a fault', async () => {
    const bundle = JSON.stringify(await api.call('doctor.bundle', undefined))
    expect(bundle).toContain('htpasswd')
    expect(canariesIn(bundle, canaries)).toEqual([])
  })

  test('in any file', async () => {
    expect(await filesWith(berth.home, { ...canaries, key: 'PRIVATE KEY' })).toEqual([])
  })

  test('in the arguments of any process', () => {
    const lines = processes.seen()
    expect(lines.some((line) => line.includes('cli.ts serve'))).toBe(true)
    expect(canariesIn(lines.join('\n'), canaries)).toEqual([])
  })

  test('in the page', async () => {
    expect(canariesIn(await contentOf(page), canaries)).toEqual([])
  })

  test('in the memory of the page, once its fields are left', async () => {
    const heap = await heapOf(page)
    // What it shows is there to be found.
    expect(heap).toContain('made by Berth for this machine')
    expect(canariesIn(heap, canaries)).toEqual([])
  })
})
