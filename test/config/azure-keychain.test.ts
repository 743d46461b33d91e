import { describe, expect, test } from 'vitest'
import { accountKey, azureYaml, loadAzure, sasToken } from './azure-settings.ts'
import { load, problemsOf } from './loading.ts'

const kept = { accountname: 'account', container: 'images', credentials: { type: 'keychain' } }

test('a file may leave the credential to what Berth keeps', () => {
  const { credential, accountName, container } = loadAzure(kept)
  expect(credential).toEqual({ kind: 'keychain' })
  expect({ accountName, container }).toEqual({ accountName: 'account', container: 'images' })
})

describe('a variable wins over what Berth keeps', () => {
  test.each([
    ['ACCOUNTKEY', accountKey, { kind: 'shared-key', accountKey }],
    ['SASTOKEN', sasToken, { kind: 'sas', token: sasToken }],
    ['CONNECTIONSTRING', `AccountName=account;AccountKey=${accountKey}`, { kind: 'shared-key' }],
  ])('REGISTRY_STORAGE_AZURE_%s', (name, value, credential) => {
    const env = { [`REGISTRY_STORAGE_AZURE_${name}`]: value }
    const { config } = load({ yaml: azureYaml(kept), env })
    expect(config.storage.driver).toMatchObject({ credential })
  })
})

test("variables of Azure's own tools do not: the file names a credential", () => {
  const env = { AZURE_STORAGE_ACCOUNT_KEY: accountKey }
  const { config } = load({ yaml: azureYaml(kept), env })
  expect(config.storage.driver).toMatchObject({ credential: { kind: 'keychain' } })
})

test.each([
  ['accountkey', { accountkey: accountKey }],
  ['sastoken', { sastoken: sasToken }],
  ['credentials.secret', { credentials: { type: 'keychain', secret: 'shh' } }],
])('%s beside it in the file is a mistake', (key, keys) => {
  const problems = problemsOf(() => load({ yaml: azureYaml({ ...kept, ...keys }) }))
  expect(problems).toEqual([
    expect.stringMatching(
      `storage.azure.${key}: cannot be used with what storage.azure.credentials`,
    ),
  ])
})

test('plain http is no mistake of the file: what is kept may be a key of an emulator', () => {
  const serviceurl = 'http://127.0.0.1:10000/account'
  expect(loadAzure({ ...kept, serviceurl }).serviceUrl.href).toBe(serviceurl)
})
