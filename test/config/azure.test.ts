import { describe, expect, test } from 'vitest'
import type { AzureConfig } from '../../server/config/azure-config.ts'
import {
  accountKey,
  azureOf,
  azureYaml,
  connectionString,
  enough,
  loadAzure,
  sasToken,
} from './azure-settings.ts'
import { load } from './loading.ts'

const usual: AzureConfig = {
  kind: 'azure',
  serviceUrl: new URL('https://account.blob.core.windows.net'),
  accountName: 'account',
  container: 'images',
  rootDirectory: '',
  credential: { kind: 'shared-key', accountKey },
  maxRetries: 5,
  retryDelay: 100,
}
const sas = { kind: 'sas', token: sasToken } as const
const account = { accountname: 'account', container: 'images' }

test('account, key and container are enough, as in version 2 of Distribution', () => {
  const { config, warnings } = load({ yaml: azureYaml(enough) })
  expect(config.storage.driver).toEqual(usual)
  expect(warnings).toEqual([])
})

describe('a key of storage.azure', () => {
  test.each<[object, Partial<AzureConfig>]>([
    [{ rootdirectory: 'a/b' }, { rootDirectory: 'a/b' }],
    [{ rootdirectory: '/a/b/' }, { rootDirectory: 'a/b' }],
    [{ rootdirectory: '/' }, {}],
    [{ rootdirectory: '' }, {}],
    [{ rootdirectory: 'a..b/.c' }, { rootDirectory: 'a..b/.c' }],
    [
      { realm: 'core.chinacloudapi.cn' },
      { serviceUrl: new URL('https://account.blob.core.chinacloudapi.cn') },
    ],
    [{ realm: 'blob.core.windows.net' }, {}],
    [{ realm: '.blob.core.windows.net' }, {}],
    [{ realm: 'Core.Windows.Net' }, {}],
    [{ realm: '' }, {}],
    [
      { serviceurl: 'https://images.example.com' },
      { serviceUrl: new URL('https://images.example.com') },
    ],
    [
      { serviceurl: 'http://127.0.0.1:10000/account/' },
      { serviceUrl: new URL('http://127.0.0.1:10000/account') },
    ],
    [{ serviceurl: 'https://account.blob.core.windows.net/', realm: 'core.cloudapi.de' }, {}],
    [{ max_retries: 2 }, { maxRetries: 2 }],
    [{ max_retries: 0 }, { maxRetries: 0 }],
    [{ max_retries: -1 }, { maxRetries: 0 }],
    [{ retry_delay: '1.5s' }, { retryDelay: 1500 }],
    [{ retry_delay: '2000h' }, { retryDelay: 2_147_483_647 }],
    [{ container: 'a-1-b' }, { container: 'a-1-b' }],
    [{ container: 'a'.repeat(63) }, { container: 'a'.repeat(63) }],
    [{ chunksize: 4_194_304, copy_status_poll_max_retry: 5, copy_status_poll_delay: '1s' }, {}],
    [{ accountkey: ` ${accountKey}\n` }, {}],
    [{ credentials: {} }, {}],
    [{ credentials: { type: '' }, sastoken: '', connectionstring: '' }, {}],
  ])('%j', (keys, expected) => {
    const { config, warnings } = load({ yaml: azureYaml({ ...enough, ...keys }) })
    expect(config.storage.driver).toEqual({ ...usual, ...expected })
    expect(warnings).toEqual([])
  })
})

test('skipverify is not acted on', () => {
  expect(load({ yaml: azureYaml({ ...enough, skipverify: true }) }).warnings).toEqual([
    'config.yml:7: storage.azure.skipverify: Berth does not act on this key',
  ])
})

describe('a credential', () => {
  test.each<[object, AzureConfig['credential']]>([
    [{ sastoken: sasToken }, sas],
    [{ sastoken: `?${sasToken}` }, sas],
    [{ sastoken: `https://account.blob.core.windows.net/images?${sasToken}` }, sas],
    [{ connectionstring: connectionString }, usual.credential],
    [{ connectionstring: `AccountName=account;SharedAccessSignature=${sasToken}` }, sas],
    [{ accountkey: accountKey, connectionstring: connectionString }, usual.credential],
    [{ accountkey: accountKey, connectionstring: 'AccountName=account' }, usual.credential],
    [{ accountkey: accountKey, credentials: { type: 'shared_key' } }, usual.credential],
    [{ accountkey: accountKey, credentials: { type: 'Shared_Key' } }, usual.credential],
    [{ connectionstring: connectionString, credentials: { type: 'shared_key' } }, usual.credential],
    [
      { credentials: { type: 'client_secret', tenantid: 't.example', clientid: 'c', secret: 's' } },
      { kind: 'client-secret', tenantId: 't.example', clientId: 'c', secret: 's' },
    ],
    [
      { credentials: { type: 'client_secret', tenantid: 't', clientid: 'c', secret: ' s\n' } },
      { kind: 'client-secret', tenantId: 't', clientId: 'c', secret: 's' },
    ],
    [{ credentials: { type: 'default_credentials' } }, { kind: 'default' }],
    [
      { credentials: { type: 'default_credentials', clientid: 'c' } },
      { kind: 'default', clientId: 'c' },
    ],
    [
      { credentials: { type: 'default_credentials', clientid: 'c', tenantid: 't' } },
      { kind: 'default', clientId: 'c', tenantId: 't' },
    ],
    [
      { connectionstring: 'AccountName=account', credentials: { type: 'default_credentials' } },
      { kind: 'default' },
    ],
  ])('%j', (keys, expected) => {
    expect(loadAzure({ ...account, ...keys })).toEqual({ ...usual, credential: expected })
  })
})

describe('a connection string says where the account is', () => {
  test.each<[object, string, string]>([
    [
      { connectionstring: 'UseDevelopmentStorage=true' },
      'devstoreaccount1',
      'http://127.0.0.1:10000/devstoreaccount1',
    ],
    [
      { connectionstring: `AccountName=other;AccountKey=${accountKey}` },
      'other',
      'https://other.blob.core.windows.net/',
    ],
    [
      { connectionstring: `AccountName=other;AccountKey=${accountKey}`, realm: 'core.usgov.net' },
      'other',
      'https://other.blob.core.usgov.net/',
    ],
    [
      {
        connectionstring: `AccountName=other;AccountKey=${accountKey};DefaultEndpointsProtocol=http;EndpointSuffix=store.lan`,
        realm: 'store.lan',
      },
      'other',
      'http://other.blob.store.lan/',
    ],
    [
      {
        connectionstring: `BlobEndpoint=https://other.blob.core.windows.net/;SharedAccessSignature=${sasToken}`,
      },
      'other',
      'https://other.blob.core.windows.net/',
    ],
    [
      {
        connectionstring: `BlobEndpoint=https://img.example.com/;SharedAccessSignature=${sasToken}`,
        accountname: 'other',
        serviceurl: 'https://img.example.com',
      },
      'other',
      'https://img.example.com/',
    ],
  ])('%j', (keys, name, url) => {
    const { accountName, serviceUrl } = loadAzure({ container: 'images', ...keys })
    expect([accountName, serviceUrl.href]).toEqual([name, url])
  })
})

describe('variables of ours', () => {
  test('choose the driver and reach every key, with underscores or without', () => {
    const env = {
      REGISTRY_STORAGE: 'azure',
      REGISTRY_STORAGE_AZURE_ACCOUNTNAME: 'account',
      REGISTRY_STORAGE_AZURE_CONTAINER: 'images',
      REGISTRY_STORAGE_AZURE_CREDENTIALS_TYPE: 'client_secret',
      REGISTRY_STORAGE_AZURE_CREDENTIALS_TENANTID: 't',
      REGISTRY_STORAGE_AZURE_CREDENTIALS_CLIENTID: 'c',
      REGISTRY_STORAGE_AZURE_CREDENTIALS_SECRET: '12~34',
      REGISTRY_STORAGE_AZURE_MAX_RETRIES: '7',
      REGISTRY_STORAGE_AZURE_RETRY_DELAY: '1s',
      REGISTRY_STORAGE_AZURE_ROOTDIRECTORY: '/a',
    }
    const { config, warnings } = load({ env })
    expect(warnings).toEqual([])
    expect(config.storage.driver).toEqual({
      ...usual,
      credential: { kind: 'client-secret', tenantId: 't', clientId: 'c', secret: '12~34' },
      maxRetries: 7,
      retryDelay: 1000,
      rootDirectory: 'a',
    })
  })

  test('win over the file, key by key', () => {
    const env = { REGISTRY_STORAGE_AZURE_CONTAINER: 'others' }
    const { config } = load({ yaml: azureYaml(enough), env })
    expect(azureOf(config)).toEqual({ ...usual, container: 'others' })
  })

  test('a key and a connection string are taken as they stand', () => {
    const env = {
      REGISTRY_STORAGE_AZURE_CONTAINER: 'images',
      REGISTRY_STORAGE_AZURE_CONNECTIONSTRING: connectionString,
    }
    expect(azureOf(load({ env }).config)).toEqual(usual)
  })
})
