import { readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { canariesIn, canary } from '../support/canaries.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { startDockerDaemon } from '../support/docker.ts'
import { onlyDocker } from '../support/engine-surroundings.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeWith } from '../support/tools.ts'
import { startWatched, testNoneIsLeft, type Watched } from './canary-search.ts'
import { expectGone, expectSeen } from './expect-seen.ts'
import { logInAs } from './log-in.ts'

/** For all the ways that the secrets go, in milliseconds. */
const PATIENCE = 180_000

const passwordIn = (page: Page) => page.getByRole('dialog').getByLabel('Password', { exact: true })

/** Has a program write down what it is called with. */
async function recordCalls(program: string, file: string): Promise<void> {
  const target = await readlink(program)
  await rm(program)
  const script = `#!/bin/sh\necho "$@" >> '${file}'\nexec '${target}' "$@"\n`
  await writeFile(program, script, { mode: 0o755 })
}

describeWith(['chromium', 'docker', 'privilege'], 'no password of a user is left anywhere', () => {
  const cleanUp = cleanUpAfterAll()
  const canaries = {
    passphrase: canary('passphrase'),
    password: canary('password'),
    added: canary('added'),
    changed: canary('changed'),
    leftTyped: canary('left'),
    dockerWrong: canary('docker-wrong'),
  }
  const alice = { username: 'alice', password: canaries.password }
  let watched: Watched
  let dockerConfig: string
  let dockerCalls: string

  beforeAll(async () => {
    const { path } = cleanUp.use(await temporaryFolder('canaries-docker'))
    const { host } = cleanUp.use(await startDockerDaemon())
    // Its own home stays Berth's.
    const { HOME, ...engine } = await onlyDocker(host, path)
    dockerConfig = join(HOME ?? path, '.docker')
    dockerCalls = join(path, 'calls')
    await recordCalls(join(path, 'bin/docker'), dockerCalls)
    watched = await startWatched(cleanUp, alice, {
      ...engine,
      DOCKER_CONFIG: dockerConfig,
      BERTH_SECRETS_PASSPHRASE: canaries.passphrase,
    })
    const { page, berth } = watched
    await page.goto(`${berth.url}/credentials`)
    await logInAs(page, alice)
    await addUser(page)
    await changePassword(page)
    await logDockerIn(page)
    await page.getByRole('link', { name: 'Credentials' }).click()
    await expectSeen(page.getByText('Users', { exact: true }).first())
    await expectSeen(page.getByRole('row').filter({ hasText: 'bob' }))
  }, PATIENCE)

  async function addUser(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Add user' }).click()
    await passwordIn(page).fill(canaries.leftTyped)
    await page.keyboard.press('Escape')
    await expectGone(page.getByRole('dialog'))
    await page.getByRole('button', { name: 'Add user' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('bob')
    await passwordIn(page).fill(canaries.added)
    await page.keyboard.press('Enter')
    await expectGone(page.getByRole('dialog'))
  }

  async function changePassword(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Actions for bob' }).click()
    await page.getByRole('menuitem', { name: 'Change password' }).click()
    await passwordIn(page).fill(canaries.changed)
    await page.keyboard.press('Enter')
    await expectGone(page.getByRole('dialog'))
  }

  async function logDockerIn(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Open set-up' }).click()
    await page.getByRole('button', { name: 'Connect Docker' }).click()
    const form = page.getByRole('form', { name: 'Log in' })
    await form.getByRole('textbox', { name: 'User' }).fill('bob')
    await form.getByLabel('Password').fill(canaries.dockerWrong)
    await form.getByRole('button', { name: 'Log in' }).click()
    await expectSeen(page.getByText('wrong user name or password'))
    await form.getByLabel('Password').fill(canaries.changed)
    await form.getByRole('button', { name: 'Log in' }).click()
    await expectGone(form)
  }

  test('but for where Docker itself keeps it', async () => {
    const kept = await readFile(join(dockerConfig, 'config.json'), 'utf8')
    expect(canariesIn(kept, canaries)).toEqual(['changed'])
  })

  test('in the arguments of Docker, which may be over before anybody looks', async () => {
    const calls = await readFile(dockerCalls, 'utf8')
    expect(calls).toContain('login --username bob --password-stdin')
    expect(canariesIn(calls, canaries)).toEqual([])
  })

  testNoneIsLeft({
    watched: () => watched,
    canaries: () => canaries,
    shown: 'Users of the registry',
  })
})
