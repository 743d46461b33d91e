import { readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { UserList } from '../../server/control/people-contract.ts'
import { userNamed } from '../http/access.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { refusal } from './browser.ts'
import { startPeopled, type Peopled, type PeopledOptions } from './people.ts'

const cleanUp = cleanUpAfterAll()
const start = async (options: PeopledOptions): Promise<Peopled> =>
  cleanUp.use(await startPeopled(options))

/** Whether the registry lets somebody in with this password. */
const opens = async (at: Peopled, username: string, password: string): Promise<boolean> =>
  (await at.send('/v2/', { login: { username, password } })).status === 200

test('a user is added, gets another password, and is deleted', async () => {
  const at = await start({ users: ['alice'] })
  const browser = await at.browserOf('alice')
  const added = await browser.call('users.add', { name: 'bob', password: 'first of bob' })
  expect(added.users.map(({ name, state }) => [name, state])).toEqual([
    ['alice', 'active'],
    ['bob', 'active'],
  ])
  expect(added).toMatchObject({ file: at.htpasswd, login: 'on' })
  await expect.poll(() => opens(at, 'bob', 'first of bob')).toBe(true)
  await browser.call('users.setPassword', { name: 'bob', password: 'second of bob' })
  await expect.poll(() => opens(at, 'bob', 'second of bob')).toBe(true)
  expect(await opens(at, 'bob', 'first of bob')).toBe(false)
  const left = await browser.call('users.delete', { name: 'bob' })
  expect(left.users.map(({ name }) => name)).toEqual(['alice'])
  await expect.poll(() => opens(at, 'bob', 'second of bob')).toBe(false)
  expect(at.log.join('\n')).not.toContain('of bob"')
})

test('passwords are kept as bcrypt alone, and never logged', async () => {
  const at = await start({ users: ['alice'] })
  await at.here('users.add', { name: 'bob', password: 'canary-7f3a' })
  expect(await readFile(at.htpasswd, 'utf8')).toMatch(/^bob:\$2y\$10\$[./A-Za-z0-9]{53}$/m)
  expect(at.log.join('\n')).toContain('users.add')
  expect(at.log.join('\n')).not.toContain('canary-7f3a')
})

test('a disabled user is out at once, also of the console, until enabled', async () => {
  const at = await start({ users: ['alice', 'bob'] })
  const bob = await at.browserOf('bob')
  await bob.call('session.get', undefined)
  await at.here('users.setDisabled', { name: 'bob', disabled: true })
  expect(await readFile(at.htpasswd, 'utf8')).toMatch(/^#berth-disabled bob:/m)
  await expect.poll(() => opens(at, 'bob', userNamed('bob').password)).toBe(false)
  expect(refusal(await bob.post('/api/rpc/session.get', {}))).toEqual([401, 'UNAUTHENTICATED'])
  await at.here('users.setDisabled', { name: 'bob', disabled: false })
  await expect.poll(() => opens(at, 'bob', userNamed('bob').password)).toBe(true)
})

test('a disabled user may get another password, and stays out', async () => {
  const at = await start({ users: ['alice', 'bob'] })
  await at.here('users.setDisabled', { name: 'bob', disabled: true })
  const list = (await at.here('users.setPassword', { name: 'bob', password: 'new' })) as UserList
  expect(list.users).toContainEqual(expect.objectContaining({ name: 'bob', state: 'disabled' }))
  expect(await opens(at, 'bob', 'new')).toBe(false)
})

test('a user whose password is no bcrypt hash is shown for what it is', async () => {
  const at = await start({ users: ['alice'] })
  const text = await readFile(at.htpasswd, 'utf8')
  await writeFile(at.htpasswd, `${text}old:$apr1$x$y\n#berth-disabled off:${text.split(':')[1]}`)
  expect(await at.here('users.list')).toMatchObject({
    users: [
      { name: 'alice', state: 'active' },
      { name: 'old', state: 'unusable' },
      { name: 'off', state: 'disabled' },
    ],
  })
})

describe('is refused:', () => {
  test.each([
    [
      'a name that is taken',
      'users.add',
      { name: 'bob', password: 'x' },
      'CONFLICT: there is a user bob already',
    ],
    [
      'a name with a colon',
      'users.add',
      { name: 'a:b', password: 'x' },
      'INVALID_INPUT: a user name cannot contain a colon',
    ],
    [
      'a name of the rules',
      'users.add',
      { name: 'anonymous', password: 'x' },
      'INVALID_INPUT: anonymous has a meaning of its own in access rules; take another name',
    ],
    [
      'a password that bcrypt would cut',
      'users.add',
      { name: 'new', password: 'x'.repeat(73) },
      'INVALID_INPUT: the password has 73 bytes: bcrypt would ignore all after the first 72',
    ],
    [
      'a password for nobody',
      'users.setPassword',
      { name: 'eve', password: 'x' },
      'NOT_FOUND: there is no user eve',
    ],
    [
      'disabling nobody',
      'users.setDisabled',
      { name: 'eve', disabled: true },
      'NOT_FOUND: there is no user eve',
    ],
    ['deleting nobody', 'users.delete', { name: 'eve' }, 'NOT_FOUND: there is no user eve'],
  ] as const)('%s', async (_what, method, input, message) => {
    await using at = await startPeopled({ users: ['alice', 'bob'] })
    const before = await readFile(at.htpasswd, 'utf8')
    await expect(at.here(method, input)).rejects.toThrow(message)
    expect(await readFile(at.htpasswd, 'utf8')).toBe(before)
  })

  test.each([
    ['users.delete', { name: 'alice' }],
    ['users.setDisabled', { name: 'alice', disabled: true }],
  ] as const)('%s of the last who can log in', async (method, input) => {
    await using at = await startPeopled({ users: ['alice', 'bob'] })
    await at.here('users.setDisabled', { name: 'bob', disabled: true })
    await expect(at.here(method, input)).rejects.toThrow(
      /^CONFLICT: this is the last user who can log in/,
    )
    // Whoever is out already may go.
    await at.here('users.delete', { name: 'bob' })
  })

  test('deleting or disabling oneself', async () => {
    await using at = await startPeopled({ users: ['alice', 'bob'] })
    const alice = await at.browserOf('alice')
    const deleted = await alice.post('/api/rpc/users.delete', { name: 'alice' })
    const disabled = await alice.post('/api/rpc/users.setDisabled', {
      name: 'alice',
      disabled: true,
    })
    expect([refusal(deleted), refusal(disabled)]).toEqual([
      [409, 'CONFLICT'],
      [409, 'CONFLICT'],
    ])
  })
})

describe('the first user', () => {
  test('has people log in from the next start on', async () => {
    await using at = await startPeopled()
    expect(await at.here('users.list')).toEqual({ users: [], login: 'off' })
    const file = join(dirname(at.file), 'users.htpasswd')
    expect(await at.here('users.add', { name: 'alice', password: 'of alice' })).toEqual({
      users: [{ name: 'alice', state: 'active' }],
      file,
      login: 'after-restart',
    })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(at.file, 'utf8')).toContain('# ours')
    expect(await at.send('/v2/')).toMatchObject({ status: 200 })
    await at.restart()
    expect(await at.send('/v2/')).toMatchObject({ status: 401 })
    expect(await opens(at, 'alice', 'of alice')).toBe(true)
    expect(await at.here('users.list')).toMatchObject({ login: 'on' })
  })

  test('takes the place of "none"', async () => {
    await using at = await startPeopled({ config: { auth: { none: {} } } })
    await at.here('users.add', { name: 'alice', password: 'of alice' })
    await at.restart()
    expect(await opens(at, 'alice', 'of alice')).toBe(true)
  })

  test('is refused where a variable says who logs in', async () => {
    await using at = await startPeopled({ env: { REGISTRY_AUTH: 'none' } })
    await expect(at.here('users.add', { name: 'alice', password: 'x' })).rejects.toThrow(
      'INVALID_INPUT: set by REGISTRY_AUTH; change it there',
    )
  })
})

test('when a user was last seen survives a restart', async () => {
  const at = await start({ users: ['alice', 'bob'] })
  const before = Date.now()
  expect(await at.here('users.list')).toMatchObject({ users: [{ name: 'alice' }, { name: 'bob' }] })
  await opens(at, 'alice', userNamed('alice').password)
  await opens(at, 'bob', 'wrong')
  await at.restart()
  const { users } = (await at.here('users.list')) as UserList
  expect(users[0]?.lastUsedAt).toBeGreaterThanOrEqual(before)
  expect(users[1]?.lastUsedAt).toBeUndefined()
})

test('the console counts as use', async () => {
  const at = await start({ users: ['alice'] })
  const alice = await at.browserOf('alice')
  const before = Date.now()
  const { users } = await alice.call('users.list', undefined)
  expect(users[0]?.lastUsedAt).toBeGreaterThanOrEqual(before)
})
