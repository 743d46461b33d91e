import { expect, test } from 'vitest'
import { wordsOf } from '../../server/secrets/keychain-answers.ts'
import { explainFailure } from '../../server/secrets/keychain-trouble.ts'
import { CANARY } from './canary.ts'

test.each([
  [
    'linux',
    'libsecret-1.so.0: cannot open shared object file: No such file or directory',
    'KEYCHAIN_ABSENT',
  ],
  ['linux', 'Cannot autolaunch D-Bus without X11 $DISPLAY', 'KEYCHAIN_ABSENT'],
  ['linux', 'Could not connect: Connection refused', 'KEYCHAIN_ABSENT'],
  ['linux', 'The connection is closed', 'KEYCHAIN_ABSENT'],
  [
    'linux',
    'The name org.freedesktop.secrets was not provided by any .service files',
    'KEYCHAIN_ABSENT',
  ],
  ['linux', 'Cannot create an item in a locked collection', 'KEYCHAIN_LOCKED'],
  [
    'linux',
    'Object does not exist at path “/org/freedesktop/secrets/collection/login”',
    'KEYCHAIN_ABSENT',
  ],
  ['darwin', 'User interaction is not allowed.', 'KEYCHAIN_LOCKED'],
  ['darwin', 'The user name or passphrase you entered is not correct.', 'KEYCHAIN_LOCKED'],
  ['darwin', 'A default keychain could not be found.', 'KEYCHAIN_ABSENT'],
  ['win32', 'A specified logon session does not exist.', 'KEYCHAIN_FAILED'],
] as const)('on %s, %j is %s', (platform, message, code) => {
  expect(explainFailure({ kind: 'call', message }, platform).code).toBe(code)
})

test.each(['linux', 'darwin', 'win32'] as const)('on %s, keytar may be missing', (platform) => {
  const failure = { kind: 'load', message: 'keytar has no build for aix-ppc64' } as const
  expect(explainFailure(failure, platform).reason).toContain('without keytar')
})

test('a keychain that repeats the value is not repeated', () => {
  const question = { verb: 'set', name: 'name', value: CANARY } as const
  expect(wordsOf(new Error(`cannot store "${CANARY}" here`), question)).toBe(
    'cannot store "…" here',
  )
})

test('words that nobody knows are repeated', () => {
  const { reason } = explainFailure({ kind: 'call', message: 'Out of luck' }, 'linux')
  expect(reason).toBe('The keychain failed: Out of luck.')
})
