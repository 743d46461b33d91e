import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { AuthResult } from '../../server/auth/authenticator.ts'
import { authenticatorForTest, userLines } from './logins.ts'

const CHALLENGE = { kind: 'challenge' }

test('a password that was changed lets nobody in, though it was known', async () => {
  const { login, clock, path } = await authenticatorForTest()
  const before = await login('alice', 'secret')
  await writeFile(path, await userLines({ alice: 'new' }))
  clock.time += 100
  const after = [await login('alice', 'secret'), await login('alice', 'new')]
  expect([before, ...after]).toEqual([
    { kind: 'ok', user: 'alice' },
    CHALLENGE,
    { kind: 'ok', user: 'alice' },
  ])
})

test('a password that was wrong lets in once the file says so', async () => {
  const { login, clock, path } = await authenticatorForTest()
  await login('bob', 'secret')
  await writeFile(path, await userLines({ bob: 'secret' }))
  clock.time += 100
  expect(await login('bob', 'secret')).toEqual({ kind: 'ok', user: 'bob' })
})

/** A login whose comparison is under way while the file changes to these users. */
async function loginDuringChange(
  { login, clock, gate, path }: Awaited<ReturnType<typeof authenticatorForTest>>,
  user: string,
  users: Readonly<Record<string, string>>,
): Promise<AuthResult> {
  await login('alice', 'the first look at the file')
  const { promise, resolve } = Promise.withResolvers<void>()
  gate.opens = promise
  const pending = login(user, 'secret')
  await writeFile(path, await userLines(users))
  clock.time += 100
  resolve()
  return await pending
}

test('a user removed while the password is being compared is not let in', async () => {
  const made = await authenticatorForTest()
  expect(await loginDuringChange(made, 'alice', { bob: 'other' })).toEqual(CHALLENGE)
})

test('a user added while the password is being compared is let in', async () => {
  const made = await authenticatorForTest()
  const result = await loginDuringChange(made, 'bob', { bob: 'secret' })
  expect(result).toEqual({ kind: 'ok', user: 'bob' })
})

test('what a comparison found before a change is not remembered after it', async () => {
  const made = await authenticatorForTest()
  await loginDuringChange(made, 'alice', { bob: 'other' })
  expect(await made.login('alice', 'secret')).toEqual(CHALLENGE)
})

test('what was known stays known when the file is written with the same text', async () => {
  const { login, clock, path, compared } = await authenticatorForTest()
  const text = await userLines({ alice: 'secret' })
  await writeFile(path, text)
  await login('alice', 'secret')
  await writeFile(path, text)
  clock.time += 100
  await login('alice', 'secret')
  expect(compared).toHaveLength(1)
})
