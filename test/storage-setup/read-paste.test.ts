import { describe, expect, test } from 'vitest'
import { readPaste } from '../../server/storage-setup/read-paste.ts'
import { accountKey, connectionString } from '../config/azure-settings.ts'

const NOW = Date.parse('2030-01-01T00:00:00Z')
const sas = (fields: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({
    sv: '2024-11-04',
    sr: 'c',
    sp: 'racwdl',
    se: '2030-02-01T00:00:00Z',
    sig: 'c2VjcmV0',
    ...fields,
  }).toString()

const all = { permissions: ['read', 'create', 'write', 'delete', 'list'] }
const ends = { expiresAt: Date.parse('2030-02-01T00:00:00Z') }
const HOST = 'https://account.blob.core.windows.net'
const EMULATOR = 'http://127.0.0.1:10000/devstoreaccount1'

describe('what was pasted is recognised', () => {
  test.each([
    ['a key', accountKey, { kind: 'account-key', missing: ['account', 'container'] }],
    ['a key with blanks around', `  ${accountKey}\n`, { kind: 'account-key' }],
    [
      'a connection string',
      connectionString,
      { kind: 'connection-string', account: 'account', missing: ['container'] },
    ],
    [
      'one from a script',
      `AZURE_STORAGE_CONNECTION_STRING="${connectionString}"`,
      { kind: 'connection-string', account: 'account' },
    ],
    [
      'one of another cloud',
      connectionString.replace('core.windows.net', 'core.chinacloudapi.cn'),
      { kind: 'connection-string', endpoint: 'https://account.blob.core.chinacloudapi.cn/' },
    ],
    [
      "the emulator's",
      'UseDevelopmentStorage=true',
      { kind: 'connection-string', account: 'devstoreaccount1', endpoint: EMULATOR },
    ],
    ['a SAS', sas(), { kind: 'sas', ...all, ...ends, missing: ['account', 'container'] }],
    ['a SAS with its question mark', `?${sas()}`, { kind: 'sas', ...all }],
    [
      'a SAS in a connection string',
      `BlobEndpoint=${HOST}/;SharedAccessSignature=${sas()}`,
      { kind: 'connection-string', account: 'account', ...all, ...ends, missing: ['container'] },
    ],
    [
      'a SAS with the address of its container',
      `${HOST}/images?${sas()}`,
      { kind: 'sas-url', account: 'account', container: 'images', ...all, missing: [] },
    ],
    [
      'an address of the emulator',
      `${EMULATOR}/images?${sas()}`,
      { kind: 'sas-url', account: 'devstoreaccount1', container: 'images', endpoint: EMULATOR },
    ],
    [
      'a container',
      `${HOST}/images`,
      { kind: 'container-url', account: 'account', container: 'images', missing: ['credential'] },
    ],
    [
      'an account',
      `${HOST}/`,
      { kind: 'container-url', account: 'account', missing: ['container', 'credential'] },
    ],
  ])('%s', (_, text, expected) => {
    const reading = readPaste(text, NOW)
    expect(reading).toMatchObject({ problems: [], ...expected })
    expect(JSON.stringify(reading)).not.toMatch(/c2VjcmV0|QmVydGg/)
  })
})

describe('what is wrong with it is told', () => {
  test.each([
    ['a SAS that has ended', sas({ se: '2029-12-31T00:00:00Z' }), /expired on 2029-12-31/],
    ['a SAS that has not begun', sas({ st: '2030-01-02T00:00:00Z' }), /valid from 2030-01-02/],
    ['a SAS that may only read', sas({ sp: 'rl' }), /does not allow to create, write, delete/],
    ['a SAS of one blob', sas({ sr: 'b' }), /for something else/],
    ['a SAS of queues', sas({ ss: 'q', srt: 'sco' }), /for something else/],
  ])('%s', (_, text, problem) => {
    expect(readPaste(text, NOW)).toMatchObject({
      kind: 'sas',
      problems: [expect.stringMatching(problem)],
    })
  })

  test.each([
    ['nonsense', 'hunter2', /copy it again/],
    ['half a key', accountKey.slice(0, 61), /copy it again/],
    ['half a connection string', connectionString.slice(0, 80), /not a whole connection string/],
    ['a web page', 'https://portal.azure.com/', /copy it again/],
    ['something harmful', `<img src=x onerror=alert(1)>`, /copy it again/],
  ])('%s', (_, text, problem) => {
    const reading = readPaste(text, NOW)
    expect(reading.problems).toEqual([expect.stringMatching(problem)])
    expect(reading).toMatchObject({ kind: 'unknown' })
    expect(JSON.stringify(reading)).not.toContain(text.slice(0, 20))
  })

  test('a key that is as short as an emulator could have', () => {
    expect(readPaste(accountKey.slice(0, 60), NOW)).toMatchObject({
      kind: 'account-key',
      problems: [expect.stringMatching(/has 60 characters where Azure's keys have 88/)],
    })
  })

  test('a permission that a policy of the container gives is not seen, and not missed', () => {
    const fields = new URLSearchParams(sas())
    fields.delete('sp')
    fields.delete('se')
    fields.set('si', 'policy')
    expect(readPaste(fields.toString(), NOW)).toMatchObject({ kind: 'sas', problems: [] })
  })
})
