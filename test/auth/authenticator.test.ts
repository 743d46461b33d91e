import { expect, test } from 'vitest'
import { createAuthenticator } from '../../server/auth/authenticator.ts'
import { authenticatorForTest, basic, CLIENT } from './logins.ts'

const OK = { kind: 'ok', user: 'alice' }
const CHALLENGE = { kind: 'challenge' }

test('lets in who has the right password', async () => {
  const { login } = await authenticatorForTest()
  expect(await login('alice', 'secret')).toEqual(OK)
})

test.each([
  ['a wrong password', basic('alice', 'Secret')],
  ['another case of the name', basic('Alice', 'secret')],
  ['an unknown user', basic('bob', 'secret')],
  ['no header', undefined],
  ['a malformed header', 'Basic ???'],
  ['an endless header', `Basic ${'a'.repeat(10_000)}`],
])('challenges %s', async (_, header) => {
  const { authenticator } = await authenticatorForTest()
  expect(await authenticator.authenticate(header, CLIENT)).toEqual(CHALLENGE)
})

test('names its realm in the challenge', async () => {
  const { authenticator } = await authenticatorForTest()
  expect(authenticator.challenge).toBe('Basic realm="Berth"')
})

test('answers a credential seen before at once, without a promise', async () => {
  const { authenticator, login, compared } = await authenticatorForTest()
  await login('alice', 'secret')
  expect(authenticator.authenticate(basic('alice', 'secret'), CLIENT)).toEqual(OK)
  expect(compared).toHaveLength(1)
})

test('verifies a credential again after five minutes, however much it is used', async () => {
  const { login, clock, compared } = await authenticatorForTest()
  await login('alice', 'secret')
  clock.time += 299_999
  await login('alice', 'secret')
  const before = compared.length
  clock.time += 1
  await login('alice', 'secret')
  expect([before, compared.length]).toEqual([1, 2])
})

test.each([
  ['good', 'secret', OK],
  ['wrong', 'guess', CHALLENGE],
])('verifies a %s credential once for all who bring it together', async (_, password, result) => {
  const { login, compared } = await authenticatorForTest()
  const logins = Array.from({ length: 20 }, () => login('alice', password))
  expect(await Promise.all(logins)).toEqual(logins.map(() => result))
  expect(compared).toHaveLength(1)
})

test('remembers a wrong password for ten seconds', async () => {
  const { login, clock, compared } = await authenticatorForTest()
  await login('alice', 'guess')
  clock.time += 9999
  await login('alice', 'guess')
  const before = compared.length
  clock.time += 1
  await login('alice', 'guess')
  expect([before, compared.length]).toEqual([1, 2])
})

test('an unknown user costs a comparison like everybody else’s', async () => {
  const { login, compared } = await authenticatorForTest()
  await login('bob', 'secret')
  expect(compared).toEqual([expect.stringMatching(/^\$2b\$04\$.{53}$/)])
})

test('no answer of bcrypt lets in an unknown user', async () => {
  const { path } = await authenticatorForTest()
  const credulous = { compare: async () => true, close: async () => undefined }
  const log = { info: () => undefined, warn: () => undefined }
  const authenticator = await createAuthenticator({ realm: '', path, log, bcrypt: credulous })
  expect(await authenticator.authenticate(basic('bob', 'x'), CLIENT)).toEqual(CHALLENGE)
})

test('a malformed header costs none', async () => {
  const { authenticator, compared } = await authenticatorForTest()
  await authenticator.authenticate('Basic ???', CLIENT)
  expect(compared).toEqual([])
})

test('says nothing of passwords in its log', async () => {
  const { login, warnings } = await authenticatorForTest()
  for (let count = 0; count < 12; count++) await login('alice', `guess-${count}`)
  expect(warnings.join('\n')).not.toMatch(/guess|alice|secret/)
})
