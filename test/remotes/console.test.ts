import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keepRemotes } from '../../server/remotes/keep-remotes.ts'
import { openMemory } from '../../server/secrets/memory.ts'
import { SecretsError } from '../../server/secrets/secrets-error.ts'
import { startTestServer } from '../http/server.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { writeCredentialHelper } from './credential-program.ts'

const cleanUp = cleanUpAfterAll()
const { path } = cleanUp.use(await temporaryFolder('remotes-console'))
const htpasswd = join(path, 'htpasswd')
await writeHtpasswd(htpasswd, [ALICE])
const server = cleanUp.use(
  await startTestServer({ config: { auth: { htpasswd: { realm: 'x', path: htpasswd } } } }),
)
const right = {
  url: server.url,
  kind: 'password',
  user: ALICE.username,
  secret: ALICE.password,
} as const

let count = 0
async function open() {
  const folder = join(path, String(++count))
  await mkdir(join(folder, 'docker'), { recursive: true })
  const store = openMemory()
  const bin = join(folder, 'bin')
  const env = { DOCKER_CONFIG: join(folder, 'docker'), PATH: bin }
  const secrets = { open: () => Promise.resolve(store) }
  return { folder, bin, store, remotes: keepRemotes({ folder, secrets, env, agent: 'test/1' }) }
}

test('one is tested, saved, checked and deleted', async () => {
  const { remotes, store } = await open()
  expect(await remotes.test(right)).toMatchObject({ outcome: 'works', product: 'Berth' })
  const saved = await remotes.save({ ...right, name: 'home' })
  expect(saved).toMatchObject({ name: 'home', url: server.url, user: 'alice' })
  expect(JSON.stringify(saved)).not.toContain(ALICE.password)
  const check = await remotes.check({ name: 'home' })
  expect(check).toMatchObject({ outcome: 'works' })
  expect((await remotes.list()).remotes).toMatchObject([{ name: 'home', lastCheck: check }])
  await remotes.delete({ name: 'home' })
  expect([await store.list(), (await remotes.list()).remotes]).toEqual([[], []])
  await expect(remotes.check({ name: 'home' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('gets a name of its address', async () => {
  const { remotes } = await open()
  const names: string[] = []
  for (const url of [
    'acme.azurecr.io',
    'acme.example.com/a',
    '127.0.0.1:5000',
    'Acme.azurecr.io',
  ]) {
    names.push((await remotes.save({ url, kind: 'none' })).name)
  }
  expect(names).toEqual(['acme', 'acme-2', '127.0.0.1', 'acme-3'])
})

test.each([
  ['no address', { url: 'ftp://x', kind: 'none' }, 'url', /no address/],
  ['no user', { url: 'x.example.com', kind: 'password', secret: 'x' }, 'user', /whose it is/],
  [
    'no password',
    { url: 'x.example.com', kind: 'password', user: 'me' },
    'secret',
    /^Enter the password.$/,
  ],
  ['no token', { url: 'x.example.com', kind: 'token' }, 'secret', /^Enter the token.$/],
  ['a name that is none', { url: 'x.example.com', kind: 'none', name: 'A b' }, 'name', /1 to 40/],
] as const)('with %s nothing is saved', async (_, input, field, message) => {
  const { remotes } = await open()
  await expect(remotes.save(input)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    field,
    message: expect.stringMatching(message),
  })
  expect((await remotes.list()).remotes).toEqual([])
})

test('what is kept is told to no other address, and for no other user', async () => {
  const { remotes } = await open()
  await remotes.save({ ...right, name: 'home' })
  const { secret: _, ...kept } = right
  const again = { ...kept, name: 'home', replace: true }
  await expect(remotes.save({ ...again, replace: false })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  for (const other of [{ url: 'https://evil.example.com' }, { user: 'bob' }]) {
    await expect(remotes.save({ ...again, ...other })).rejects.toMatchObject({ field: 'secret' })
    await expect(remotes.test({ ...kept, ...other })).rejects.toMatchObject({ field: 'secret' })
  }
  expect(await remotes.save({ ...again, url: `${server.url}/team` })).toMatchObject({
    name: 'home',
  })
  expect(await remotes.check({ name: 'home' })).toMatchObject({ outcome: 'works' })
})

test('logins come from Docker; one that cannot does not keep the others back', async () => {
  const { remotes, folder, bin, store } = await open()
  const host = new URL(server.url).host
  await writeCredentialHelper(bin, 'test', {
    [host]: { Username: ALICE.username, Secret: ALICE.password },
    'UPPER CASE': { Username: 'x', Secret: 'y' },
  })
  await writeFile(join(folder, 'docker/config.json'), '{"credsStore":"test"}')
  expect((await remotes.importable()).logins.map(({ server: one }) => one)).toEqual([
    host,
    'UPPER CASE',
  ])
  expect(await remotes.import({ servers: ['UPPER CASE', 'gone', host] })).toEqual({
    saved: ['127.0.0.1'],
    failed: [
      { server: 'UPPER CASE', message: expect.stringMatching(/no address/) },
      { server: 'gone', message: 'Docker has no login for it any more.' },
    ],
  })
  expect(await store.list()).toEqual(['remote/127.0.0.1'])
  expect(await remotes.check({ name: '127.0.0.1' })).toMatchObject({ outcome: 'works' })
})

test('a keychain that is locked says what to do', async () => {
  const secrets = {
    open: () => Promise.reject(new SecretsError('KEYCHAIN_LOCKED', 'It is locked.', 'Unlock it.')),
  }
  const remotes = keepRemotes({ folder: path, secrets, env: {}, agent: 'x' })
  await expect(remotes.save(right)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: 'It is locked. Unlock it.',
  })
})
