import { describe, expect, test } from 'vitest'
import {
  accountKey,
  azureYaml,
  connectionString,
  enough,
  otherKey,
  sasToken,
} from './azure-settings.ts'
import { load, problemsOf } from './loading.ts'

const azure = 'storage.azure'
const account = { accountname: 'account', container: 'images' }

const needs = (type: string) => `missing; credentials.type: ${type} needs it`

/** Problems of a file with these keys, without `config.yml:`. */
function problems(keys: object): readonly string[] {
  const found = problemsOf(() => load({ yaml: azureYaml(keys) }))
  return found.map((text) => text.replace('config.yml:', ''))
}

describe('a value of the wrong form', () => {
  const names = '3 to 24 lower-case letters and digits'
  const containers =
    '3 to 63 lower-case letters, digits and single hyphens, with a letter or digit at both ends'
  const paths = 'a path without empty parts, "." and "..", such as registries/mine'

  test.each<[key: string, values: readonly unknown[], allowed: string]>([
    ['accountname', ['ab', 'a'.repeat(25), 'My', 'a-b', 'a.b', 'a b'], names],
    [
      'container',
      ['ab', 'a'.repeat(64), 'Images', '-images', 'images-', 'a--b', 'a_b', 'a/b', '$root'],
      containers,
    ],
    ['rootdirectory', ['a/../b', '..', 'a//b', './a', 'a/.', String.raw`a\b`, 'a\nb'], paths],
    [
      'realm',
      ['windows', 'https://core.windows.net', 'core.windows.net/a', 'a..b', 'a b.c', 'a.1'],
      'the domain behind ".blob.", such as core.windows.net',
    ],
    ['max_retries', [-2, 'many', 1.5], 'a whole number from -1'],
    ['retry_delay', [100, 'soon'], 'a duration with units, such as 30s, 1m30s or 168h'],
  ])('%s: %j', (key, values, allowed) => {
    for (const value of values) {
      const [problem, ...others] = problems({ ...enough, [key]: value })
      const found = `found ${JSON.stringify(String(value))}, allowed: ${allowed}`
      expect(problem?.replace(/^\d: /, '')).toBe(`${azure}.${key}: ${found}`)
      expect(others).toEqual([])
    }
  })

  test('a type of credential', () => {
    expect(problems({ ...account, credentials: { type: 'managed' } })).toEqual([
      `7: ${azure}.credentials.type: found "managed", allowed: shared_key, client_secret, default_credentials, keychain`,
    ])
  })

  test('a tenant', () => {
    const credentials = { type: 'client_secret', tenantid: 'a/b', clientid: 'c', secret: 's' }
    expect(problems({ ...account, credentials })).toEqual([
      `8: ${azure}.credentials.tenantid: found "a/b", allowed: the id of a tenant or one of its domains`,
    ])
  })

  test.each([
    [
      'account.blob.core.windows.net',
      'not a URL, allowed: such as https://ACCOUNT.blob.core.windows.net',
    ],
    ['ftp://a', 'not a URL, allowed: such as https://ACCOUNT.blob.core.windows.net'],
    ['https://', 'not a URL, allowed: such as https://ACCOUNT.blob.core.windows.net'],
    ['https://me:pw@a', 'found a login in the URL, allowed: none'],
    ['https://a/?x=y', 'found a query in the URL, allowed: none'],
    ['https://a/#x', 'found a query in the URL, allowed: none'],
    [
      `https://a/?${sasToken}`,
      'found a SAS in the URL; set sastoken to what follows the "?", and leave it out here',
    ],
  ])('serviceurl: %s', (serviceurl, message) => {
    expect(problems({ ...enough, serviceurl })).toEqual([`7: ${azure}.serviceurl: ${message}`])
  })

  test.each([
    'word',
    accountKey.slice(0, -1),
    accountKey.slice(4, 20),
    'A'.repeat(200),
    `${accountKey.slice(0, 40)} ${accountKey.slice(40)}`,
  ])('accountkey: %s', (accountkey) => {
    expect(problems({ ...enough, accountkey })).toEqual([
      `5: ${azure}.accountkey: not the key of a storage account, which is base64 with 88 characters in Azure`,
    ])
  })

  test.each([
    ['sv=2024&sp=r', 'not a SAS, which looks like sv=…&sp=…&sig=…'],
    ['sv=2024&sig=', 'not a SAS, which looks like sv=…&sp=…&sig=…'],
    [accountKey, 'not a SAS, which looks like sv=…&sp=…&sig=…'],
    ['https://a.blob.core.windows.net/images', 'found a URL without a SAS, which follows its "?"'],
    ['sv=2024& sig=a', 'a SAS has no blanks in it'],
  ])('sastoken: %s', (sastoken, message) => {
    expect(problems({ ...account, sastoken })).toEqual([`6: ${azure}.sastoken: ${message}`])
  })
})

describe('what is missing', () => {
  const noCredential =
    'no credential; set accountkey, sastoken or connectionstring, or credentials.type: default_credentials for a managed identity, or keychain for what was entered in the console'
  const types = 'missing, allowed: shared_key, client_secret, default_credentials, keychain'

  test.each<[object, ...string[]]>([
    [
      {},
      `3: ${azure}.container: missing; it is the container that holds the images`,
      `3: ${azure}.accountname: missing; it is the name of the storage account`,
      `3: ${azure}: ${noCredential}`,
    ],
    [account, `3: ${azure}: ${noCredential}`],
    [{ ...account, credentials: {} }, `3: ${azure}: ${noCredential}`],
    [{ ...account, credentials: { clientid: 'c' } }, `6: ${azure}.credentials.type: ${types}`],
    [{ ...enough, credentials: { secret: 's' } }, `7: ${azure}.credentials.type: ${types}`],
    [
      { ...account, credentials: { type: 'shared_key' } },
      `3: ${azure}.accountkey: ${needs('shared_key')}`,
    ],
    [
      { ...account, credentials: { type: 'client_secret' } },
      ...['tenantid', 'clientid', 'secret'].map(
        (key) => `6: ${azure}.credentials.${key}: ${needs('client_secret')}`,
      ),
    ],
    [
      { ...account, credentials: { type: 'client_secret', tenantid: 't', secret: 's' } },
      `6: ${azure}.credentials.clientid: ${needs('client_secret')}`,
    ],
    [
      { ...account, connectionstring: 'AccountName=account' },
      `6: ${azure}.connectionstring: neither AccountKey nor SharedAccessSignature is in it, nor is there another key`,
    ],
    [
      { container: 'images', connectionstring: `AccountKey=${accountKey}` },
      `3: ${azure}.accountname: missing; it is the name of the storage account`,
    ],
    [
      {
        container: 'images',
        connectionstring: `BlobEndpoint=https://a-b.blob.core.windows.net;SharedAccessSignature=${sasToken}`,
      },
      `3: ${azure}.accountname: missing; it is the name of the storage account`,
    ],
  ])('%j', (keys, ...expected) => {
    expect(problems(keys)).toEqual(expected)
  })
})

describe('what is half right is told once', () => {
  test.each([
    { ...account, accountkey: 'word' },
    { ...account, accountkey: 'word', credentials: { type: 'shared_key' } },
    { ...account, sastoken: 'word' },
    { ...account, connectionstring: 'word' },
    { container: 'images', connectionstring: 'word' },
    { ...account, credentials: { type: 'word' } },
    { ...enough, accountname: 'A' },
    { ...enough, container: 'A' },
  ])('%j', (keys) => {
    expect(problems(keys)).toHaveLength(1)
  })
})

describe('what contradicts itself', () => {
  const type = (line: number) => `${azure}.credentials.type (config.yml:${line})`
  const sas = `BlobEndpoint=https://account.blob.core.windows.net;SharedAccessSignature=${sasToken}`

  test.each<[object, ...string[]]>([
    [
      { ...enough, sastoken: sasToken },
      `7: ${azure}.sastoken: given together with ${azure}.accountkey (config.yml:5); keep one of them`,
    ],
    [
      { ...enough, accountkey: otherKey, connectionstring: connectionString },
      `7: ${azure}.connectionstring: given together with ${azure}.accountkey (config.yml:5); keep one of them`,
    ],
    [
      { ...enough, connectionstring: sas },
      `7: ${azure}.connectionstring: given together with ${azure}.accountkey (config.yml:5); keep one of them`,
    ],
    [
      { accountname: 'other', container: 'images', connectionstring: connectionString },
      `4: ${azure}.accountname: found "other", but ${azure}.connectionstring (config.yml:6) is for "account"`,
    ],
    [
      { ...account, connectionstring: sas, serviceurl: 'https://elsewhere.example.com' },
      `7: ${azure}.serviceurl: not the BlobEndpoint in ${azure}.connectionstring (config.yml:6); keep one of them`,
    ],
    [
      { ...account, connectionstring: connectionString, realm: 'core.cloudapi.de' },
      `7: ${azure}.realm: not the EndpointSuffix in ${azure}.connectionstring (config.yml:6); keep one of them`,
    ],
    [
      { ...enough, credentials: { type: 'default_credentials', secret: 's' } },
      `5: ${azure}.accountkey: cannot be used with what ${type(8)} says; keep one of them`,
      `9: ${azure}.credentials.secret: cannot be used with what ${type(8)} says; keep one of them`,
    ],
    [
      {
        ...account,
        sastoken: sasToken,
        credentials: { type: 'client_secret', tenantid: 't', clientid: 'c', secret: 's' },
      },
      `6: ${azure}.sastoken: cannot be used with what ${type(8)} says; keep one of them`,
    ],
    [
      { ...enough, sastoken: sasToken, credentials: { type: 'shared_key' } },
      `7: ${azure}.sastoken: cannot be used with what ${type(9)} says; keep one of them`,
    ],
    [
      { ...account, serviceurl: 'http://a.lan', credentials: { type: 'default_credentials' } },
      `6: ${azure}.serviceurl: found http, allowed with ${type(8)}: https`,
    ],
    [
      {
        ...account,
        connectionstring: 'AccountName=account;DefaultEndpointsProtocol=http',
        credentials: { type: 'default_credentials' },
      },
      `6: ${azure}.connectionstring: found http, allowed with ${type(8)}: https`,
    ],
  ])('%j', (keys, ...expected) => {
    expect(problems(keys)).toEqual(expected)
  })
})

test('a misspelt key is named with the one that was meant', () => {
  const yaml = azureYaml({ ...enough, account_key: accountKey, maxretries: 1 })
  expect(load({ yaml }).warnings).toEqual([
    `config.yml:7: ${azure}.account_key: unknown key; did you mean ${azure}.accountkey?`,
    `config.yml:8: ${azure}.maxretries: unknown key; did you mean ${azure}.max_retries?`,
  ])
})

test('a folder on the command line', () => {
  const given = { yaml: azureYaml(enough), overrides: { dataFolder: '/images' } }
  expect(problemsOf(() => load(given))).toEqual([
    `config.yml:3: ${azure}: --data names a folder, but this is the storage driver; leave one of them out`,
  ])
  const env = { REGISTRY_STORAGE: 'inmemory' }
  expect(problemsOf(() => load({ env, overrides: { dataFolder: '/images' } }))).toEqual([
    'REGISTRY_STORAGE: storage.inmemory: --data names a folder, but this is the storage driver; leave one of them out',
  ])
})
