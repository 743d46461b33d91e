import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRemotes, type NewRemote } from '../../server/remotes/remotes.ts'
import { openMemory } from '../../server/secrets/memory.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'

const cleanUp = cleanUpAfterAll()
const AZURE: NewRemote = {
  name: 'azure',
  url: 'https://x.azurecr.io/team/',
  kind: 'password',
  user: 'me',
  secret: 's3cret-value',
}

async function open() {
  const { path } = cleanUp.use(await temporaryFolder('remotes'))
  const store = openMemory()
  const secrets = { open: () => Promise.resolve(store) }
  const file = join(path, 'remotes.json')
  return { folder: path, file, store, secrets, remotes: openRemotes({ folder: path, secrets }) }
}

test('keeps a registry, its secret apart', async () => {
  const { remotes, file, folder, secrets, store } = await open()
  expect(await remotes.list()).toEqual({ remotes: [] })
  await remotes.save(AZURE)
  const text = await readFile(file, 'utf8')
  expect(JSON.parse(text)).toMatchObject({ version: 1, remotes: [{ name: 'azure', user: 'me' }] })
  expect(text).not.toContain('s3cret-value')
  expect(await store.get('remote/azure')).toBe('s3cret-value')
  const again = openRemotes({ folder, secrets })
  expect(await again.get('azure')).toMatchObject({ url: 'https://x.azurecr.io/team' })
  expect(await again.loginOf('azure')).toEqual({
    kind: 'password',
    user: 'me',
    password: 's3cret-value',
  })
})

test('several at once are all kept', async () => {
  const { remotes, folder, secrets } = await open()
  const other = openRemotes({ folder, secrets })
  const names = Array.from({ length: 8 }, (_, at) => `r${at}`)
  await Promise.all(names.map((name, at) => (at % 2 ? remotes : other).save({ ...AZURE, name })))
  expect((await remotes.list()).remotes.map(({ name }) => name)).toEqual(names)
})

test('what is known of one goes on to count as long as it is the same', async () => {
  const { remotes } = await open()
  await remotes.save(AZURE)
  const check = { at: 1, outcome: 'works', message: 'x' } as const
  await remotes.noteCheck('azure', check)
  await remotes.noteUse('azure')
  const { secret: _, ...kept } = AZURE
  expect(await remotes.save(kept)).toMatchObject({
    lastCheck: check,
    lastUsedAt: expect.any(Number),
  })
  expect(await remotes.loginOf('azure')).toMatchObject({ password: 's3cret-value' })
  expect(await remotes.save(AZURE)).not.toHaveProperty('lastCheck')
})

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

test('a token says when it ends', async () => {
  const { remotes } = await open()
  const secret = `${part({ alg: 'x' })}.${part({ exp: 2_000_000_000 })}.c2ln`
  const saved = await remotes.save({ ...AZURE, kind: 'token', secret })
  expect(saved).toMatchObject({ kind: 'token', expiresAt: 2_000_000_000_000 })
  expect(saved).not.toHaveProperty('user')
  expect(await remotes.loginOf('azure')).toEqual({ kind: 'token', token: secret })
  expect(await remotes.save({ ...AZURE, secret: 'a.b.c' })).not.toHaveProperty('expiresAt')
})

test('goes with its secret', async () => {
  const { remotes, store } = await open()
  await remotes.save(AZURE)
  expect(await remotes.delete('azure')).toBe(true)
  expect(await remotes.delete('azure')).toBe(false)
  expect([await store.list(), (await remotes.list()).remotes]).toEqual([[], []])
  await expect(remotes.loginOf('azure')).rejects.toThrow('There is no registry named azure.')
})

test('one that takes everybody has no secret any more', async () => {
  const { remotes, store } = await open()
  await remotes.save(AZURE)
  await remotes.save({ name: 'azure', url: AZURE.url, kind: 'none' })
  expect(await store.list()).toEqual([])
  expect(await remotes.loginOf('azure')).toBeUndefined()
})

test('a secret that is gone is asked for', async () => {
  const { remotes, store } = await open()
  await remotes.save(AZURE)
  await store.delete('remote/azure')
  await expect(remotes.loginOf('azure')).rejects.toThrow(
    /^The password of azure is not kept any more/,
  )
})

test.each([
  ['Azure', 'NAME_INVALID'],
  ['-a', 'NAME_INVALID'],
  ['a'.repeat(41), 'NAME_INVALID'],
])('%s is no name', async (name, code) => {
  const { remotes, store } = await open()
  await expect(remotes.save({ ...AZURE, name })).rejects.toMatchObject({ code })
  expect(await store.list()).toEqual([])
})

test.each([
  ['{', /is not valid JSON|JSON/],
  ['{"version":2,"remotes":[]}', /a newer Berth has written it/],
  ['{"version":1,"remotes":[{"name":1}]}', /it holds no registries/],
])('a file with %s in it is set aside, and told', async (text, why) => {
  const { remotes, file, folder } = await open()
  await writeFile(file, text)
  const view = await remotes.list()
  expect(view).toMatchObject({ remotes: [], trouble: expect.stringMatching(why) })
  const aside = (await readdir(folder)).find((name) => name.includes('.broken-')) ?? ''
  expect(await readFile(join(folder, aside), 'utf8')).toBe(text)
  await remotes.save(AZURE)
  expect((await remotes.list()).trouble).toMatch(why)
})
