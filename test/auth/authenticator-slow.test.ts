import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { authenticatorForTest, CLIENT, userLines } from './logins.ts'

const ATTACKER = '203.0.113.9'

/** An authenticator at which the attacker's address has failed ten times. */
async function afterTenFailures() {
  const made = await authenticatorForTest()
  for (let count = 0; count < 10; count++) {
    await made.login('alice', `guess ${count}`, ATTACKER)
  }
  return made
}

test('slows an address that failed ten times, without comparing', async () => {
  const { login, compared } = await afterTenFailures()
  expect(await login('alice', 'one more', ATTACKER)).toEqual({ kind: 'slow', retryAfter: 2 })
  expect(compared).toHaveLength(10)
})

test('slows it even for the right password', async () => {
  const { login } = await afterTenFailures()
  expect(await login('alice', 'secret', ATTACKER)).toEqual({ kind: 'slow', retryAfter: 2 })
})

test('lets it try again after the seconds it named', async () => {
  const { login, clock } = await afterTenFailures()
  clock.time += 2000
  expect(await login('alice', 'secret', ATTACKER)).toEqual({ kind: 'ok', user: 'alice' })
})

test('lets a login that is known pass from a slowed address', async () => {
  const { login } = await afterTenFailures()
  await login('alice', 'secret', CLIENT)
  expect(await login('alice', 'secret', ATTACKER)).toEqual({ kind: 'ok', user: 'alice' })
})

test('does not slow others', async () => {
  const { login } = await afterTenFailures()
  expect(await login('alice', 'secret', CLIENT)).toEqual({ kind: 'ok', user: 'alice' })
})

test('does not count a wrong password twice that is repeated', async () => {
  const { login } = await authenticatorForTest()
  for (let count = 0; count < 30; count++) await login('alice', 'guess', ATTACKER)
  expect(await login('alice', 'secret', ATTACKER)).toEqual({ kind: 'ok', user: 'alice' })
})

test('compares no more than ten of many guesses at a time', async () => {
  const { login, compared } = await authenticatorForTest()
  const guesses = Array.from({ length: 40 }, (_, count) => login('alice', `${count}`, ATTACKER))
  const results = (await Promise.all(guesses)).map(({ kind }) => kind)
  const counts = ['challenge', 'slow'].map((kind) => results.filter((each) => each === kind).length)
  expect([counts, compared.length]).toEqual([[10, 30], 10])
})

test('twenty users may log in at a time from one address', async () => {
  const { login, path } = await authenticatorForTest()
  const users = Array.from({ length: 20 }, (_, count) => `user${count}`)
  await writeFile(path, await userLines(Object.fromEntries(users.map((user) => [user, 'secret']))))
  const results = await Promise.all(users.map((user) => login(user, 'secret')))
  expect(results).toEqual(users.map((user) => ({ kind: 'ok', user })))
})

test('turns logins away when too many wait, and takes them later', async () => {
  const { login, compared } = await authenticatorForTest()
  await login('alice', 'first look at the file')
  const many = Array.from({ length: 70 }, (_, count) => {
    return login('alice', `${count}`, `198.51.100.${count}`)
  })
  const results = await Promise.all(many)
  const turnedAway = results.filter(({ kind }) => kind === 'slow').length
  expect([turnedAway, compared.length]).toEqual([6, 65])
  expect(await login('alice', 'secret')).toEqual({ kind: 'ok', user: 'alice' })
})

test('says once which address it slows', async () => {
  const { login, warnings } = await afterTenFailures()
  await login('alice', 'one more', ATTACKER)
  expect(warnings).toEqual([`many failed logins: this address is slowed {"address":"${ATTACKER}"}`])
})
