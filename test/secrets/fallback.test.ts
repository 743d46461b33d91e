import { expect, test, vi } from 'vitest'
import { launchNodeHelper } from '../../server/secrets/keychain-node.ts'
import type { Secrets, SecretsOptions } from '../../server/secrets/secrets.ts'
import { describeWith } from '../support/tools.ts'
import { startSession } from './keyring-session.ts'
import { opened } from './opened.ts'

/** Long enough for a busy machine; nothing but the silent keyring makes it pass. */
const PATIENCE = 60_000

/** What is opened by a process with this environment. */
function openedIn(
  env: Readonly<Record<string, string>>,
  options: Partial<SecretsOptions> = {},
): Promise<Secrets> {
  return opened({ env, launchHelper: launchNodeHelper(env), patience: PATIENCE, ...options })
}

vi.setConfig({ testTimeout: 60_000 })

const withoutBus = { PATH: '/usr/bin:/bin', HOME: '/nowhere' }

describeWith(
  ['keyring'],
  'where no keyring can be used, the reason and what to do are told:',
  () => {
    test('no session bus', async () => {
      const { state } = await openedIn(withoutBus)
      expect(state.kind).toBe('memory')
      expect(state.notices[0]).toEqual({
        code: 'KEYCHAIN_ABSENT',
        reason: 'There is no D-Bus session in which a keyring could be asked, as on most servers.',
        remedy: 'Start Berth from within a desktop session.',
      })
    })

    test('a session bus that is gone', async () => {
      const address = 'unix:path=/nowhere/bus'
      const { state } = await openedIn({ ...withoutBus, DBUS_SESSION_BUS_ADDRESS: address })
      expect(state.notices[0]).toMatchObject({ code: 'KEYCHAIN_ABSENT' })
      expect(state.notices[0]?.reason).toContain('no D-Bus session')
    })

    test('a session without a keyring', async () => {
      await using session = await startSession({ without: 'keyring' })
      const { state } = await openedIn(session.env)
      expect(state.notices[0]).toMatchObject({ code: 'KEYCHAIN_ABSENT' })
      expect(state.notices[0]?.remedy).toContain('gnome-keyring')
    })

    test('a keyring in which there is nothing yet, and nobody to choose a password', async () => {
      await using session = await startSession({ locked: true })
      const { state } = await openedIn(session.env)
      expect(state.notices[0]).toMatchObject({ code: 'KEYCHAIN_ABSENT' })
      expect(state.notices[0]?.reason).toContain('no default keyring')
    })

    test('a locked keyring that nobody can be asked to unlock', async () => {
      await using session = await startSession()
      await session.lock()
      const { state } = await openedIn(session.env)
      expect(state.notices[0]).toMatchObject({ code: 'KEYCHAIN_LOCKED' })
      expect(state.notices[0]?.remedy).toContain('Unlock it')
    })

    test('a locked keyring that waits for its password', async () => {
      await using session = await startSession({ prompter: 'silent' })
      await session.lock()
      const secrets = await openedIn(session.env, { patience: 5000 })
      await session.prompter()
      expect(secrets.state.kind).toBe('memory')
      expect(secrets.state.notices[0]).toMatchObject({ code: 'KEYCHAIN_SILENT' })
      await session.unlock()
      expect((await openedIn(session.env)).state.kind).toBe('keychain')
    })
  },
)

describeWith(['keyring'], 'without a keyring', () => {
  test('a passphrase opens a file; without one there is memory, and both reasons', async () => {
    const file = await openedIn({ ...withoutBus, BERTH_SECRETS_PASSPHRASE: 'correct horse' })
    await file.set('name', 'value')
    expect([file.state.kind, await file.get('name')]).toEqual(['file', 'value'])
    const memory = await openedIn(withoutBus)
    await memory.set('name', 'value')
    expect([memory.state.kind, await memory.get('name')]).toEqual(['memory', 'value'])
    const codes = memory.state.notices.map(({ code }) => code)
    expect(codes).toEqual(['KEYCHAIN_ABSENT', 'PASSPHRASE_MISSING'])
  })
})
