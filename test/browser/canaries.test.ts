import { beforeAll } from 'vitest'
import { canary } from '../support/canaries.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { writeHtpasswd } from '../support/htpasswd.ts'
import { send } from '../support/http-client.ts'
import { startOwnBerth } from '../support/own-berth.ts'
import { describeWith } from '../support/tools.ts'
import { startWatched, testNoneIsLeft, type Watched } from './canary-search.ts'
import { expectSeen } from './expect-seen.ts'
import { logInAs } from './log-in.ts'

/**
 * Secrets of every kind go the way they really go, and are then looked for where none may be: in what was
 * logged and told, in files, in the arguments of every process, and in the window.
 */
describeWith(['chromium'], 'no password or token is left anywhere', () => {
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
  let watched: Watched

  beforeAll(async () => {
    watched = await startWatched(cleanUp, alice, { BERTH_SECRETS_PASSPHRASE: canaries.passphrase })
    await plant(watched)
  })

  async function plant({ page, api, berth }: Watched): Promise<void> {
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
    await plantRemotes({ page, api })
    await api.call('reach.open', { port: berth.port, tls: 'made-here' })
    // Without loading the page anew, which would forget everything.
    await page.getByRole('link', { name: 'Settings' }).click()
    await expectSeen(page.getByText('made by Berth for this machine'))
  }

  /** In the window, by the step of set-up, and by calls. */
  async function plantRemotes({ page, api }: Pick<Watched, 'page' | 'api'>): Promise<void> {
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

  testNoneIsLeft({
    watched: () => watched,
    canaries: () => canaries,
    shown: 'made by Berth for this machine',
  })
})
