import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { startOwnBerth, type OwnBerth } from '../support/own-berth.ts'
import { describeWith } from '../support/tools.ts'
import { violations } from './axe.ts'
import { openChromium, visit } from './chromium.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { logInAs } from './log-in.ts'

describeWith(['chromium'], 'opening to the network', () => {
  const cleanUp = cleanUpAfterAll()
  let browser: Browser

  beforeAll(async () => {
    browser = cleanUp.use(await openChromium())
  })

  async function withUsers(): Promise<{ readonly berth: OwnBerth; readonly page: Page }> {
    const { path } = cleanUp.use(await temporaryFolder('network'))
    const htpasswd = join(path, 'htpasswd')
    await writeHtpasswd(htpasswd, [ALICE])
    const berth = await startOwnBerth(cleanUp, {
      config: { auth: { htpasswd: { realm: 'berth', path: htpasswd } } },
      env: { BERTH_SECRETS_PASSPHRASE: 'of the tests' },
    })
    // The console goes on by TLS then, which this browser was not told to trust.
    const { page } = await visit(browser, { ignoreHTTPSErrors: true })
    await page.goto(`${berth.url}/settings`)
    await logInAs(page, ALICE)
    await expectSeen(page.getByRole('heading', { name: 'Network' }))
    return { berth, page }
  }

  test('asks for users first', async () => {
    const berth = await startOwnBerth(cleanUp, { config: {} })
    const { page } = await visit(browser)
    await page.goto(berth.link())
    await page.goto(`${berth.url}/settings`)
    await expectSeen(page.getByText('Add a user first.'))
    await page.getByRole('button', { name: 'Open Credentials' }).click()
    await expectSeen(page.getByRole('heading', { level: 1, name: 'Credentials' }))
  })

  test('with a certificate made here, restarted, trusted, renewed and closed', async () => {
    const { berth, page } = await withUsers()
    await page.getByRole('button', { name: 'Open to the network' }).click()
    await expectSeen(
      page.getByText(`After the restart this console is at https://127.0.0.1:${berth.port}.`),
    )
    await expectSeen(page.getByText('made by Berth for this machine'))
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Restart now' }).click()
    await berth.restarted(1)
    const secure = berth.url.replace('http:', 'https:')
    await page.goto(`${secure}/settings`)
    // Who was in stays in, since the session outlives the restart.
    await expectSeen(page.getByText('other machines too'))
    await expectSeen(page.getByText(/docker\/certs\.d\/\S+\/ca\.crt/))
    const saved = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Save the certificate' }).click()
    expect(await readFile(await (await saved).path(), 'utf8')).toContain('BEGIN CERTIFICATE')
    await page.getByRole('combobox', { name: 'Client' }).selectOption('Podman, Skopeo and Buildah')
    await expectSeen(page.getByText(/containers\/certs\.d/))
    await page.getByRole('button', { name: 'Renew the certificate' }).click()
    await expectSeen(page.getByText('Renewed; used after a restart.'))
    await page.getByRole('button', { name: 'Only this computer' }).click()
    await expectSeen(page.getByRole('button', { name: 'Open to the network' }))
    expect(await readFile(berth.file, 'utf8')).toContain(`addr: localhost:${berth.port}`)
  })

  test('with own files, and says which of them is wrong', async () => {
    const { page } = await withUsers()
    await page.getByRole('radio', { name: 'My own files' }).click()
    await page.getByRole('textbox', { name: 'Certificate file' }).fill('cert.pem')
    await page.getByRole('button', { name: 'Open to the network' }).click()
    await expectSeen(page.getByText('name the whole path of a file'))
    await page.getByRole('textbox', { name: 'Port' }).fill('70000')
    await expectSeen(page.getByText('a number from 1 to 65535'))
    await page.getByRole('textbox', { name: 'Port' }).fill('5000')
    await expectGone(page.getByText('a number from 1 to 65535'))
  })
})
