import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatSealed, parseSealed } from '../../server/secrets/sealed-file.ts'
import { CANARY, codeOf, failureOf, shows } from './canary.ts'
import { emptyFolder, opened } from './opened.ts'
import { storeSuite } from './store-suite.ts'

const env = { BERTH_SECRETS_PASSPHRASE: 'correct horse' }

/** A folder whose file holds one secret, and that file. */
async function withOneSecret(): Promise<{ folder: string; file: string }> {
  const folder = await emptyFolder()
  await (await opened({ folder, env })).set('azure/key', CANARY)
  return { folder, file: join(folder, 'secrets.json') }
}

describe('the encrypted file', () => {
  storeSuite(() => opened({ env }))
})

test('without a keychain, a passphrase makes a file of secrets', async () => {
  const folder = join(await emptyFolder(), 'new', 'folder')
  const { state } = await opened({ folder, env })
  expect(state).toMatchObject({ kind: 'file', environment: false })
  expect(state.notices.map(({ code }) => code)).toEqual(['KEYCHAIN_FAILED'])
})

test('the file holds neither names nor values, and only its owner may read it', async () => {
  const { folder, file } = await withOneSecret()
  const text = await readFile(file, 'utf8')
  expect(shows(text)).toBe(false)
  expect(text).not.toMatch(/azure|correct|horse/)
  expect(await readdir(folder)).toEqual(['secrets.json'])
  expect((await stat(file)).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600)
})

test('it says how its key was made', async () => {
  const { file } = await withOneSecret()
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    berthSecrets: 1,
    key: { N: 1024, r: 8, p: 1 },
  })
})

test.skipIf(process.platform === 'win32')('it is closed to others when it is opened', async () => {
  const { folder, file } = await withOneSecret()
  await chmod(file, 0o644)
  await opened({ folder, env })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('the same passphrase opens it again, typed in other code points too', async () => {
  const folder = await emptyFolder()
  const first = await opened({ folder, env: { BERTH_SECRETS_PASSPHRASE: 'Schlüssel' } })
  await first.set('name', 'value')
  const second = await opened({ folder, env: { BERTH_SECRETS_PASSPHRASE: 'Schlu\u0308ssel' } })
  expect(await second.get('name')).toBe('value')
})

test('two that have it open see and keep what the other one stores', async () => {
  const folder = await emptyFolder()
  const both = [await opened({ folder, env }), await opened({ folder, env })] as const
  await Promise.all(both.map((one, index) => one.set(`of/${index}`, 'value')))
  expect(await both[0].list()).toEqual(['of/0', 'of/1'])
  expect(await both[1].delete('of/0')).toBe(true)
  expect(await both[0].get('of/0')).toBeUndefined()
})

test('two that begin it at once use the same', async () => {
  const folder = await emptyFolder()
  const both = await Promise.all([opened({ folder, env }), opened({ folder, env })])
  await Promise.all(both.map((one, index) => one.set(`of/${index}`, 'value')))
  for (const one of both) expect(await one.list()).toEqual(['of/0', 'of/1'])
  expect(await readdir(folder)).toEqual(['secrets.json'])
})

test('a wrong passphrase is told apart from damage, and leaves the file as it is', async () => {
  const { folder, file } = await withOneSecret()
  const before = await readFile(file)
  const { state } = await opened({ folder, env: { BERTH_SECRETS_PASSPHRASE: 'battery staple' } })
  expect(state.kind).toBe('memory')
  expect(state.notices.map(({ code }) => code)).toEqual(['KEYCHAIN_FAILED', 'PASSPHRASE_WRONG'])
  expect(state.notices[1]?.reason).toContain(file)
  expect(await readFile(file)).toEqual(before)
  expect(await readdir(folder)).toEqual(['secrets.json'])
})

test('without a passphrase there is memory, and the file is left as it is', async () => {
  const { folder, file } = await withOneSecret()
  await writeFile(file, 'damaged')
  const { state } = await opened({ folder })
  expect(state.kind).toBe('memory')
  expect(state.notices.map(({ code }) => code)).toEqual(['KEYCHAIN_FAILED', 'PASSPHRASE_MISSING'])
  expect(state.notices[1]?.remedy).toContain('BERTH_SECRETS_PASSPHRASE')
  expect(await readFile(file, 'utf8')).toBe('damaged')
})

/** The file with one character of a field exchanged, and the checksum left, or made anew. */
async function exchanged(file: string, field: 'key' | 'secrets', sums: boolean): Promise<Buffer> {
  const sealed = parseSealed(await readFile(file))
  if (typeof sealed === 'string') throw new Error(sealed)
  const box = field === 'key' ? sealed.key.box : sealed.secrets
  const text = `${box.text.startsWith('A') ? 'B' : 'A'}${box.text.slice(1)}`
  const other =
    field === 'key'
      ? { ...sealed, key: { ...sealed.key, box: { ...box, text } } }
      : { ...sealed, secrets: { ...box, text } }
  if (sums) return formatSealed(other)
  return Buffer.from((await readFile(file, 'utf8')).replace(box.text, text))
}

const DAMAGE: readonly (readonly [string, (file: string) => Promise<Buffer>])[] = [
  ['is empty', () => Promise.resolve(Buffer.alloc(0))],
  ['is cut off', async (file) => (await readFile(file)).subarray(0, -20)],
  ['is something else', () => Promise.resolve(Buffer.from('null'))],
  ['lacks a part', () => Promise.resolve(Buffer.from('{"berthSecrets":1,"key":{}}'))],
  ['has another key', (file) => exchanged(file, 'key', false)],
  ['has other secrets', (file) => exchanged(file, 'secrets', false)],
  ['has secrets that were tampered with', (file) => exchanged(file, 'secrets', true)],
]

test.each(DAMAGE)('a file that %s is set aside, and another one begun', async (_, damage) => {
  const { folder, file } = await withOneSecret()
  const damaged = await damage(file)
  await writeFile(file, damaged)
  const secrets = await opened({ folder, env })
  expect(secrets.state.kind).toBe('file')
  const aside = (await readdir(folder)).find((name) => name !== 'secrets.json') ?? ''
  expect(aside).toMatch(/^secrets\.json\.damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/)
  expect(await readFile(join(folder, aside))).toEqual(damaged)
  expect(secrets.state.notices[1]).toMatchObject({ code: 'FILE_DAMAGED' })
  expect(secrets.state.notices[1]?.reason).toContain(aside)
  await secrets.set('again', 'value')
  expect(await (await opened({ folder, env })).list()).toEqual(['again'])
})

test.each(DAMAGE)(
  'a file that later %s is an error, and is not written over',
  async (_, damage) => {
    const { folder, file } = await withOneSecret()
    const secrets = await opened({ folder, env })
    const damaged = await damage(file)
    await writeFile(file, damaged)
    expect(await codeOf(secrets.get('azure/key'))).toBe('FILE_DAMAGED')
    expect(await codeOf(secrets.set('azure/key', CANARY))).toBe('FILE_DAMAGED')
    expect(await codeOf(secrets.list())).toBe('FILE_DAMAGED')
    expect(await readFile(file)).toEqual(damaged)
  },
)

test('a file of a newer version is left as it is', async () => {
  const { folder, file } = await withOneSecret()
  await writeFile(file, '{"berthSecrets":2}')
  const { state } = await opened({ folder, env })
  expect(state.notices.map(({ code }) => code)).toEqual(['KEYCHAIN_FAILED', 'FILE_TOO_NEW'])
  expect(await readFile(file, 'utf8')).toBe('{"berthSecrets":2}')
})

test.each([
  { N: 2 ** 26, r: 8, p: 1 },
  { N: 1000, r: 8, p: 1 },
  { N: 1024, r: 0, p: 1 },
  { N: 1024, r: 8, p: 17 },
])('a file does not make it pay for %o', async (cost) => {
  const { folder, file } = await withOneSecret()
  const sealed = parseSealed(await readFile(file))
  if (typeof sealed === 'string') throw new Error(sealed)
  await writeFile(file, formatSealed({ ...sealed, key: { ...sealed.key, ...cost } }))
  const { state } = await opened({ folder, env })
  expect(state.notices[1]).toMatchObject({ code: 'FILE_TOO_NEW' })
})

test('a file that was begun anew by another Berth is not written into', async () => {
  const { folder, file } = await withOneSecret()
  const secrets = await opened({ folder, env })
  await writeFile(file, await readFile((await withOneSecret()).file))
  const before = await readFile(file)
  expect(await codeOf(secrets.get('azure/key'))).toBe('PASSPHRASE_WRONG')
  expect(await codeOf(secrets.set('azure/key', CANARY))).toBe('PASSPHRASE_WRONG')
  expect(await readFile(file)).toEqual(before)
})

test('a file that is gone is made again with what is stored', async () => {
  const { folder, file } = await withOneSecret()
  const secrets = await opened({ folder, env })
  await rm(file)
  expect(await secrets.get('azure/key')).toBeUndefined()
  await secrets.set('name', 'value')
  expect(await (await opened({ folder, env })).get('name')).toBe('value')
})

test('where the file cannot be there is memory, and the reason', async () => {
  const folder = await emptyFolder()
  await mkdir(join(folder, 'secrets.json'))
  const { state } = await opened({ folder, env })
  expect(state.kind).toBe('memory')
  expect(state.notices[1]).toMatchObject({ code: 'FILE_UNUSABLE' })
  expect(state.notices[1]?.reason).toContain(join(folder, 'secrets.json'))
})

test('a change that cannot be written is an error with a reason', async () => {
  const { folder, file } = await withOneSecret()
  const secrets = await opened({ folder, env })
  await rename(folder, `${folder}-away`)
  try {
    const error = await failureOf(secrets.set('azure/key', CANARY))
    expect(error.code).toBe('FILE_UNUSABLE')
    expect(error.reason).toContain(file)
  } finally {
    await rename(`${folder}-away`, folder)
  }
})
