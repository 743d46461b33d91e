import { describe, expect, test } from 'vitest'
import type { ConfiguredAzure } from '../../server/config/azure-config.ts'
import { openable } from '../../server/storage-setup/openable.ts'
import {
  loginFor,
  readKept,
  renewCache,
  saveLogins,
  SECRET_NAME,
} from '../../server/storage-setup/kept-logins.ts'
import {
  accountKey,
  connectionString,
  loadAzure,
  otherKey,
  sasToken,
} from '../config/azure-settings.ts'
import { keeperOf } from './keeper.ts'

const driver: ConfiguredAzure = loadAzure({
  accountname: 'account',
  container: 'images',
  credentials: { type: 'keychain' },
})
const key = { kind: 'shared-key', accountKey } as const

test('a login that was chosen is for its container alone', async () => {
  const keeper = await keeperOf()
  const secrets = await keeper.open()
  const other = { kind: 'shared-key', accountKey: otherKey } as const
  await saveLogins(secrets, [
    { accountName: 'account', container: 'others', credential: other, savedAt: 1 },
    { accountName: 'account', container: 'images', credential: key, savedAt: 2 },
  ])
  expect(await openable(driver, keeper)).toEqual({ ...driver, credential: key })
  await expect(openable({ ...driver, container: 'none' }, keeper)).rejects.toThrow(
    /container none of storage account account: Berth keeps no credential for it/,
  )
})

describe('a secret that somebody gives in one text', () => {
  test.each([
    ['an account key', accountKey, key],
    ['with a line break', `${accountKey}\n`, key],
    ['a connection string', connectionString, key],
    ['a SAS', sasToken, { kind: 'sas', token: sasToken }],
    [
      'a SAS with its URL',
      `https://account.blob.core.windows.net/images?${sasToken}`,
      { kind: 'sas', token: sasToken },
    ],
  ])('%s', async (_, text, credential) => {
    const keeper = await keeperOf({ [SECRET_NAME]: text })
    expect(await openable(driver, keeper)).toEqual({ ...driver, credential })
  })
})

test.each([
  ['nothing', {}, /keeps no credential for it .*REGISTRY_STORAGE_AZURE_ACCOUNTKEY/],
  ['nonsense', { [SECRET_NAME]: 'hunter2' }, /is no account key, SAS or connection string/],
  [
    'another format',
    { [SECRET_NAME]: '{"version":2}' },
    /is no account key, SAS or connection string/,
  ],
  [
    'another account',
    { [SECRET_NAME]: `AccountName=elsewhere;AccountKey=${accountKey}` },
    /is for account elsewhere, not for account/,
  ],
])('with %s it says what to do, and repeats nothing', async (_, kept, said) => {
  const failure = await openable(driver, await keeperOf(kept)).catch(String)
  expect(failure).toMatch(said)
  expect(failure).not.toMatch(/hunter2|AccountKey=/)
})

test('without secrets it says so as well', async () => {
  await expect(openable(driver, undefined)).rejects.toThrow(/keeps no credential/)
})

test('whoever needs no secret opens none', async () => {
  const keeper = { open: () => Promise.reject(new Error('opened')), close: () => {} }
  const folder = { kind: 'filesystem', rootDirectory: '/srv' } as const
  expect(await openable(folder, keeper)).toBe(folder)
  const open = { ...driver, credential: key }
  expect(await openable(open, keeper)).toEqual(open)
})

describe('somebody who signed in', () => {
  const where = { accountName: 'account', container: 'images' }
  const session = { user: 'ada@example.com', tenantId: 'common', record: '{}', cache: 'before' }

  test('is not asked again', async () => {
    const keeper = await keeperOf()
    const credential = { kind: 'entra', session } as const
    await saveLogins(await keeper.open(), [{ ...where, credential, savedAt: 1 }])
    const found = await openable(driver, keeper)
    expect(found).toMatchObject({ credential: { kind: 'signed-in', login: expect.anything() } })
  })

  test('has new tokens kept in place of those before, and nobody else', async () => {
    const keeper = await keeperOf()
    const secrets = await keeper.open()
    const credential = { kind: 'entra', session } as const
    const other = { ...where, container: 'others', credential, savedAt: 1 }
    await saveLogins(secrets, [{ ...where, credential, savedAt: 1 }, other])
    await renewCache(secrets, where, 'after')
    const kept = await readKept(secrets)
    expect(loginFor(kept, where)).toEqual({
      kind: 'entra',
      session: { ...session, cache: 'after' },
    })
    expect(loginFor(kept, other)).toEqual(credential)
  })
})
