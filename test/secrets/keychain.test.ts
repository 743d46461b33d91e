import { existsSync } from 'node:fs'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Secrets } from '../../server/secrets/secrets.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { run } from '../support/command.ts'
import { describeWith } from '../support/tools.ts'
import { CANARY, codeOf } from './canary.ts'
import { startSession } from './keyring-session.ts'
import type { KeyringSession } from './keyring-session.ts'
import { launchNodeHelper } from '../../server/secrets/keychain-node.ts'
import { emptyFolder, opened } from './opened.ts'
import { storeSuite } from './store-suite.ts'

/** Long enough for a busy machine; nothing here waits for it to pass. */
const PATIENCE = 60_000

function inSession(session: KeyringSession, patience = PATIENCE): Promise<Secrets> {
  const launchHelper = launchNodeHelper(session.env)
  return opened({ env: session.env, launchHelper, patience })
}

// Each call is a process, on a machine that does other things as well.
vi.setConfig({ testTimeout: 60_000 })

/** What keytar itself finds in the keychain, by account. */
async function entries(session: KeyringSession): Promise<Readonly<Record<string, string>>> {
  const script = `const { default: keytar } = await import('keytar')
    console.log(JSON.stringify(await keytar.findCredentials('Berth')))`
  const found = await run(process.execPath, ['--input-type=module', '--eval', script], {
    env: session.env,
  })
  const list: readonly { account: string; password: string }[] = JSON.parse(found)
  return Object.fromEntries(list.map(({ account, password }) => [account, password]))
}

describeWith(['keyring'], 'an open keyring', () => {
  const stack = cleanUpAfterAll()
  let session: KeyringSession
  beforeAll(async () => {
    session = stack.use(await startSession())
  })

  describe('as a store', () => {
    storeSuite(() => inSession(session))
  })

  test('is where secrets are kept, with nothing to tell', async () => {
    const { state } = await inSession(session)
    expect(state).toEqual({ kind: 'keychain', environment: false, notices: [] })
  })

  test('has an entry of Berth for each secret, and none that was only a probe', async () => {
    const secrets = await inSession(session)
    for (const name of await secrets.list()) await secrets.delete(name)
    await secrets.set('azure/key', 'välue')
    await secrets.get('none')
    expect(await entries(session)).toEqual({ 'azure/key': 'välue' })
  })

  test('has a long secret in entries that Windows has room for', async () => {
    const secrets = await inSession(session)
    for (const name of await secrets.list()) await secrets.delete(name)
    await secrets.set('long', 'ü'.repeat(1281))
    const first = await entries(session)
    await secrets.set('long', 'ü'.repeat(16_384))
    const second = await entries(session)
    expect([Object.keys(first).length, Object.keys(second).length]).toEqual([3, 19])
    expect(Math.max(...Object.values(second).map((value) => value.length))).toBe(2560)
    expect(await secrets.list()).toEqual(['long'])
    await secrets.set('long', 'short')
    expect(await entries(session)).toEqual({ long: 'short' })
  })

  test('has nothing left of a long secret that was deleted', async () => {
    const secrets = await inSession(session)
    await secrets.set('long', 'x'.repeat(9000))
    expect(await secrets.delete('long')).toBe(true)
    expect(Object.keys(await entries(session)).filter((name) => name.startsWith('long'))).toEqual(
      [],
    )
  })

  test('says so when a part of a long secret is gone', async () => {
    const secrets = await inSession(session)
    await secrets.set('torn', CANARY.repeat(200))
    const part = Object.keys(await entries(session)).find((name) => name.startsWith('torn#')) ?? ''
    const script = `const { default: keytar } = await import('keytar')
      await keytar.deletePassword('Berth', process.argv[1])`
    const args = ['--input-type=module', '--eval', script, part]
    await run(process.execPath, args, { env: session.env })
    expect(await codeOf(secrets.get('torn'))).toBe('KEYCHAIN_INCOMPLETE')
    await secrets.set('torn', 'whole')
    expect(await secrets.get('torn')).toBe('whole')
  })

  test('is used though there is a file, which is told', async () => {
    const launchHelper = launchNodeHelper(session.env)
    const passphrase = { BERTH_SECRETS_PASSPHRASE: 'correct horse' }
    const folder = await emptyFolder()
    await opened({ folder, env: passphrase })
    const { state } = await opened({ folder, env: passphrase, launchHelper, patience: PATIENCE })
    expect(state.kind).toBe('keychain')
    expect(state.notices.map(({ code }) => code)).toEqual(['FILE_UNUSED'])
  })

  test('answers nothing more once it is closed', async () => {
    const secrets = await inSession(session)
    const asked = secrets.get('name')
    secrets.close()
    expect(await codeOf(asked)).toBe('CLOSED')
    expect(await codeOf(secrets.set('name', CANARY))).toBe('CLOSED')
  })
})

describeWith(['keyring'], 'a keyring that is lost meanwhile', () => {
  let session: KeyringSession
  let secrets: Secrets
  beforeEach(async () => {
    const stack = new AsyncDisposableStack()
    session = stack.use(await startSession())
    secrets = await inSession(session)
    await secrets.set('token', CANARY)
    return () => stack.disposeAsync()
  })

  test('is locked: no secret seems to be absent, and all is well when it is unlocked', async () => {
    await session.lock()
    expect(await codeOf(secrets.get('token'))).toBe('KEYCHAIN_LOCKED')
    expect(await codeOf(secrets.get('none'))).toBe('KEYCHAIN_LOCKED')
    expect(await codeOf(secrets.set('token', `${CANARY}!`))).toBe('KEYCHAIN_LOCKED')
    expect(await codeOf(secrets.delete('token'))).toBe('KEYCHAIN_LOCKED')
    expect(await codeOf(secrets.list())).toBe('KEYCHAIN_LOCKED')
    await session.unlock()
    expect(await secrets.get('token')).toBe(CANARY)
    expect(await secrets.list()).toEqual(['token'])
  })

  test('is killed', async () => {
    process.kill(await session.pidOf('org.freedesktop.secrets'), 'SIGKILL')
    expect(await codeOf(secrets.get('token'))).toMatch(/^KEYCHAIN_/)
    expect(await codeOf(secrets.list())).toBe('KEYCHAIN_LOCKED')
    expect(await codeOf(secrets.set('token', CANARY))).toBe('KEYCHAIN_LOCKED')
  })

  test('has no bus any more', async () => {
    const bus = await session.pidOf('org.freedesktop.DBus')
    process.kill(bus, 'SIGTERM')
    await vi.waitFor(() => expect(existsSync(`/proc/${bus}`)).toBe(false), 20_000)
    const calls = [secrets.get('token'), secrets.list(), secrets.set('token', CANARY)]
    expect(new Set(await Promise.all(calls.map(codeOf)))).toEqual(new Set(['KEYCHAIN_ABSENT']))
  })

  test('does not answer, and goes on later', async () => {
    const keyring = await session.pidOf('org.freedesktop.secrets')
    const hasty = await inSession(session, 5000)
    process.kill(keyring, 'SIGSTOP')
    const calls = [hasty.get('token'), hasty.list(), hasty.set('token', CANARY)]
    expect(new Set(await Promise.all(calls.map(codeOf)))).toEqual(new Set(['KEYCHAIN_SILENT']))
    process.kill(keyring, 'SIGCONT')
    expect(await secrets.get('token')).toBe(CANARY)
  })
})
