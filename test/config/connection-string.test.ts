import { describe, expect, test } from 'vitest'
import { accountOf, parseConnectionString } from '../../server/config/connection-string.ts'
import { accountKey, connectionString, sasToken } from './azure-settings.ts'

describe('reads', () => {
  test.each([
    [
      connectionString,
      {
        accountName: 'account',
        accountKey,
        protocol: 'https',
        endpointSuffix: 'core.windows.net',
      },
    ],
    ['AccountName=account', { accountName: 'account' }],
    ['AccountName=account;', { accountName: 'account' }],
    [' accountname = account ; ; ', { accountName: 'account' }],
    [`AccountKey=${accountKey}`, { accountKey }],
    [`SharedAccessSignature=${sasToken}`, { sasToken }],
    [`SharedAccessSignature=?${sasToken}`, { sasToken }],
    [
      `BlobEndpoint=https://a.blob.core.windows.net/;QueueEndpoint=https://a.queue.core.windows.net/;FileEndpoint=x;SharedAccessSignature=${sasToken}`,
      { endpoint: new URL('https://a.blob.core.windows.net'), sasToken },
    ],
    ['DefaultEndpointsProtocol=HTTP', { protocol: 'http' }],
    ['EndpointSuffix=blob.core.usgovcloudapi.net', { endpointSuffix: 'core.usgovcloudapi.net' }],
    ['AccountName=;TableEndpoint=', {}],
    ['UseDevelopmentStorage=false;AccountName=account', { accountName: 'account' }],
  ])('%s', (text, value) => {
    expect(parseConnectionString(text)).toEqual({ value })
  })

  test.each(['UseDevelopmentStorage=true', 'usedevelopmentstorage=True;'])('%s', (text) => {
    expect(parseConnectionString(text).value).toEqual({
      accountName: 'devstoreaccount1',
      accountKey: expect.stringMatching(/^Eby8vdM0.{78}==$/),
      endpoint: new URL('http://127.0.0.1:10000/devstoreaccount1'),
    })
  })
})

describe('refuses', () => {
  const shape = 'not a connection string, which looks like AccountName=…;AccountKey=…'

  test.each([
    ['account', shape],
    [accountKey, shape],
    [`AccountName=account;${accountKey}`, shape],
    [`https://account.blob.core.windows.net/?${sasToken}`, shape],
    ['=account', shape],
    [';', shape],
    ['AccountName=a12;accountname=b12', 'a key is given twice in it'],
    ['AccountName=A', 'AccountName in it: allowed: 3 to 24 lower-case letters and digits'],
    [
      `AccountKey=${accountKey.slice(1)}`,
      'AccountKey in it: not the key of a storage account, which is base64 with 88 characters in Azure',
    ],
    [
      'SharedAccessSignature=sv=1',
      'SharedAccessSignature in it: not a SAS, which looks like sv=…&sp=…&sig=…',
    ],
    [
      'BlobEndpoint=account',
      'BlobEndpoint in it: not a URL, allowed: such as https://ACCOUNT.blob.core.windows.net',
    ],
    ['DefaultEndpointsProtocol=ftp', 'DefaultEndpointsProtocol in it: allowed: http, https'],
    ['EndpointSuffix=lan', 'EndpointSuffix in it: allowed: a domain, such as core.windows.net'],
    [
      `AccountKey=${accountKey};SharedAccessSignature=${sasToken}`,
      'both AccountKey and SharedAccessSignature are in it; keep one of them',
    ],
  ])('%s', (text, wrong) => {
    expect(parseConnectionString(text)).toEqual({ wrong })
  })
})

test.each([
  ['https://account.blob.core.windows.net', 'account'],
  ['https://account.z01.blob.storage.azure.net/', 'account'],
  ['http://127.0.0.1:10000/devstoreaccount1', 'devstoreaccount1'],
  ['http://[::1]:10000/devstoreaccount1/', 'devstoreaccount1'],
  ['http://localhost:10000/one/more', 'one'],
  ['http://azurite:10000/devstoreaccount1', 'devstoreaccount1'],
  ['http://127.0.0.1:10000', undefined],
  ['https://not-an-account.blob.core.windows.net', undefined],
])('the account of %s is %s', (url, expected) => {
  expect(accountOf(new URL(url))).toBe(expected)
})
