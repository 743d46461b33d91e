import { createServer } from 'node:http'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { listening } from '../support/listening.ts'
import { startRegistry, type RunningRegistry } from '../support/registry-process.ts'
import { startTokenService } from '../support/token-service.ts'
import { describeWith } from '../support/tools.ts'
import { writeCredentialHelper } from '../remotes/credential-program.ts'
import { violations } from './axe.ts'
import { arrive } from './arrive.ts'
import type { Visit } from './chromium.ts'
import { startConsole, type RunningConsole } from './console.ts'
import { expectGone, expectSeen } from './expect-seen.ts'

const TOKENS = {
  users: { 'pusher:rIght-1': ['pull', 'push'], 'reader:rIght-2': ['pull'] },
} as const

async function fill(within: Locator, url: string, user: string, password: string) {
  await within.getByRole('textbox', { name: 'Address' }).fill(url)
  await within.getByRole('textbox', { name: 'User' }).fill(user)
  await within.getByLabel('Password', { exact: false }).last().fill(password)
}

describeWith(['chromium', 'docker-registry', 'openssl'], 'other registries', () => {
  const cleanUp = cleanUpAfterAll()
  let berth: RunningConsole
  let here: Visit
  let page: Page
  let section: Locator
  let folder: string
  let remoteBerth: RunningRegistry
  let tokenRegistry: RunningRegistry
  let notOne: string

  beforeAll(async () => {
    folder = cleanUp.use(await temporaryFolder('remotes')).path
    const htpasswd = join(folder, 'htpasswd')
    await writeHtpasswd(htpasswd, [ALICE])
    const tokens = cleanUp.use(await startTokenService(TOKENS))
    const images = (name: string) => join(folder, name)
    remoteBerth = cleanUp.use(
      await startRegistry({ program: 'berth', folder: images('a'), htpasswd }),
    )
    tokenRegistry = cleanUp.use(
      await startRegistry({
        program: 'docker-registry',
        folder: images('b'),
        extraConfig: { auth: tokens.auth },
      }),
    )
    const web = createServer((_, response) => response.writeHead(404).end())
    notOne = `http://${cleanUp.use(await listening(web)).host}`
    const bin = join(folder, 'bin')
    await writeCredentialHelper(bin, 'test', {
      [tokenRegistry.host]: { Username: 'pusher', Secret: 'rIght-1' },
    })
    await mkdir(join(folder, 'docker'))
    await writeFile(join(folder, 'docker/config.json'), JSON.stringify({ credsStore: 'test' }))
    berth = await startConsole(cleanUp, {
      env: {
        XDG_CONFIG_HOME: join(folder, 'config'),
        DOCKER_CONFIG: join(folder, 'docker'),
        PATH: `${bin}${delimiter}${process.env['PATH']}`,
        BERTH_SECRETS_PASSPHRASE: 'only for this test',
      },
    })
    here = await arrive(cleanUp, berth)
    ;({ page } = here)
    await page.goto(`${berth.url}credentials`)
    section = page.getByRole('region', { name: 'Other registries' })
    await expectSeen(section)
  })

  const dialog = (): Locator => page.getByRole('dialog')
  const row = (name: string): Locator => section.getByRole('row').filter({ hasText: name })

  async function choose(name: string, what: string) {
    await section.getByRole('button', { name: `What to do with ${name}` }).click()
    await page.getByRole('menuitem', { name: what }).click()
  }

  test('there is none yet, and axe finds nothing', async () => {
    await expectSeen(section.getByText('No other registry yet'))
    expect(await violations(page)).toEqual([])
  })

  test('a wrong password is told, and a right one works', async () => {
    await section.getByRole('button', { name: 'Add registry' }).click()
    await fill(dialog(), remoteBerth.url, ALICE.username, 'wrong-Pa55')
    await dialog().getByRole('button', { name: 'Test' }).click()
    await expectSeen(dialog().getByText('Refused'))
    await expectSeen(dialog().getByText('it refuses this user or password', { exact: false }))
    expect(await violations(page)).toEqual([])
    await dialog().getByLabel('Password', { exact: false }).last().fill(ALICE.password)
    await expectGone(dialog().getByText('Refused'))
    await dialog().getByRole('button', { name: 'Test' }).click()
    await expectSeen(dialog().getByText('It is Berth.', { exact: false }))
    await dialog().getByRole('textbox', { name: 'Name' }).fill('home')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await expectGone(dialog())
    await expectSeen(row('home').getByText('Works'))
    await expectSeen(row('home').getByText('alice'))
  })

  test('one that takes tokens, with a login that may only pull', async () => {
    await section.getByRole('button', { name: 'Add registry' }).click()
    await fill(dialog(), `${tokenRegistry.url}/team`, 'reader', 'rIght-2')
    await dialog().getByRole('textbox', { name: 'Name' }).fill('tokens')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await expectGone(dialog())
    await expectSeen(row('tokens').getByText('Read only'))
  })

  test('a name that is taken is told beside its field', async () => {
    await section.getByRole('button', { name: 'Add registry' }).click()
    await fill(dialog(), remoteBerth.url, ALICE.username, ALICE.password)
    await dialog().getByRole('textbox', { name: 'Name' }).fill('home')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await expectSeen(dialog().getByText('There is a registry named home already.'))
    await page.keyboard.press('Escape')
    await expectGone(dialog())
  })

  test('another login takes the place of one, and what is kept is not shown', async () => {
    await choose('tokens', 'Replace…')
    const password = dialog().getByLabel('Password', { exact: false }).last()
    expect(await password.inputValue()).toBe('')
    await dialog().getByRole('textbox', { name: 'User' }).fill('pusher')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await expectSeen(dialog().getByText('Enter the password again', { exact: false }))
    await password.fill('rIght-1')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await expectGone(dialog())
    await expectSeen(row('tokens').getByText('Works'))
  })

  test('is tested from the table, by keyboard', async () => {
    await section.getByRole('button', { name: 'What to do with home' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await expectSeen(section.getByText('home: Works'))
    // Notices lie outside of the page's regions, for a moment.
    await expectGone(page.getByText(/ is saved$/))
    expect(await violations(page)).toEqual([])
  })

  test('logins come from Docker, on request', async () => {
    await section.getByRole('button', { name: 'Import from Docker…' }).click()
    const label = `${tokenRegistry.host} as pusher, kept by docker-credential-test`
    await dialog().getByRole('checkbox', { name: label }).check()
    expect(await violations(page)).toEqual([])
    await dialog().getByRole('button', { name: 'Import 1 login' }).click()
    await expectGone(dialog())
    await expectSeen(row('127.0.0.1').getByText('pusher').last())
  })

  test('is deleted, and so is its password', async () => {
    await choose('home', 'Delete…')
    await page.getByRole('button', { name: 'Delete home' }).click()
    await expectGone(row('home'))
    await expect.poll(keptText).not.toContain('"home"')
  })

  test('the step of set-up connects one, and goes on without', async () => {
    await page.goto(`${berth.url}setup`)
    await page.getByRole('button', { name: 'Azure-hosted registry' }).first().click()
    const step = page.getByRole('region', { name: 'Azure-hosted registry' })
    await fill(step, 'http://127.0.0.1:1', 'someone', 'typed-Secr3t')
    await step.getByRole('button', { name: 'Test' }).click()
    await expectSeen(step.getByText('Unreachable'))
    expect(await violations(page)).toEqual([])
    await step.getByRole('textbox', { name: 'Address' }).fill(notOne)
    await step.getByRole('button', { name: 'Test' }).click()
    await expectSeen(step.getByText('Not a registry'))
    await step.getByRole('textbox', { name: 'Address' }).fill('http://127.0.0.1:1')
    await page.reload()
    expect(await step.getByRole('textbox', { name: 'Address' }).inputValue()).toBe(
      'http://127.0.0.1:1',
    )
    expect(await step.getByLabel('Password', { exact: false }).last().inputValue()).toBe('')
    await fill(step, remoteBerth.url, ALICE.username, ALICE.password)
    await step.getByRole('button', { name: 'Save' }).click()
    await expectGone(step)
    await page.goto(`${berth.url}credentials`)
    await expectSeen(row(remoteBerth.url))
  })

  test('nothing secret is in what is kept or said, and nothing failed', async () => {
    const seen = `${await keptText()}${berth.registry.output()}${await page.content()}`
    for (const secret of ['rIght-1', 'rIght-2', ALICE.password, 'wrong-Pa55', 'typed-Secr3t']) {
      expect(seen).not.toContain(secret)
    }
    expect(here.faults).toEqual([])
  })

  /** All of Berth's own configuration folder. */
  async function keptText(): Promise<string> {
    const at = join(folder, 'config')
    const files = await readdir(at, { recursive: true, withFileTypes: true })
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), 'utf8'))
    return (await Promise.all(texts)).join('\n')
  }
})
