import { expect, test } from 'vitest'
import type { Keytar } from '../../server/secrets/keychain-entries.ts'
import { KeychainEntries } from '../../server/secrets/keychain-entries.ts'

/** Stands in for a keychain that breaks down after so many writes, and has Windows' room. */
function keychain(limits: { writes?: number } = {}) {
  const all = new Map<string, string>()
  let writes = 0
  const keytar: Keytar = {
    getPassword: (_, account) => Promise.resolve(all.get(account) ?? null),
    setPassword: (_, account, value) => {
      if (Buffer.byteLength(value) > 2560) throw new Error('The stub received bad data.')
      if (++writes > (limits.writes ?? Number.POSITIVE_INFINITY)) throw new Error('broken down')
      all.set(account, value)
      return Promise.resolve()
    },
    deletePassword: (_, account) => Promise.resolve(all.delete(account)),
    findCredentials: () =>
      Promise.resolve([...all].map(([account, password]) => ({ account, password }))),
  }
  return { all, keytar, entries: new KeychainEntries(keytar, 'win32') }
}

const OLD = 'old '.repeat(2000)
const NEW = 'new '.repeat(3000)

test.each([2560, 2561, 5120, 32_768])('%i bytes fit into the room there is', async (size) => {
  const { entries } = keychain()
  await entries.set('name', 'x'.repeat(size))
  expect(await entries.get('name')).toBe('x'.repeat(size))
})

// OLD takes 5 parts and a head, NEW 7 and a head.
test.each([6, 7, 10, 13])(
  'the old value stays whole when writing breaks down after %i',
  async (writes) => {
    const { entries } = keychain({ writes })
    await entries.set('name', OLD)
    await expect(entries.set('name', NEW)).rejects.toThrow('broken down')
    expect(await entries.get('name')).toBe(OLD)
    expect(await entries.list()).toEqual(['name'])
  },
)

test('what a broken-off write left is deleted with the secret', async () => {
  const { entries, all } = keychain({ writes: 10 })
  await entries.set('name', OLD)
  await entries.set('name', NEW).catch(() => undefined)
  expect(await entries.delete('name')).toBe(true)
  expect(all.size).toBe(0)
})

test('parts of another name are left alone', async () => {
  const { entries } = keychain()
  await entries.set('name', OLD)
  await entries.set('name.more', OLD)
  await entries.delete('name')
  expect(await entries.get('name.more')).toBe(OLD)
})

test('a value that another Berth replaces while it is read is read anew', async () => {
  const { entries, keytar } = keychain()
  await entries.set('name', OLD)
  let reads = 0
  const reading: Keytar = {
    ...keytar,
    getPassword: async (service, account) => {
      if (++reads === 3) await entries.set('name', NEW)
      return await keytar.getPassword(service, account)
    },
  }
  expect(await new KeychainEntries(reading, 'win32').get('name')).toBe(NEW)
})
