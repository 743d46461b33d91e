import { expect, test } from 'vitest'
import { keyWord, withoutSecrets } from '../../server/config/redact.ts'
import { accountKey } from './azure-settings.ts'

const clientId = '0f8fad5b-d9cb-469f-a165-70867728950e'

test.each([
  ['https://me:pw@host/a', 'https://…@host/a'],
  ['https://me:p/w@x@host', 'https://…@host'],
  ['https://host/a?sv=1&sig=abc&se=2', 'https://host/a?sv=1&sig=…&se=2'],
  ['AccountName=a;AccountKey=b=;C=d', 'AccountName=a;AccountKey=…;C=d'],
  ['accountkey: abc', 'accountkey: …'],
  [`x ${accountKey} y`, 'x … y'],
  ['abc8Q~Xy_Z.0123-ABCDEFGHIJKLMNOPQRstuv', '…'],
])('%s', (text, expected) => {
  expect(withoutSecrets(text)).toBe(expected)
})

test.each([
  'udp',
  'https://host/a?q',
  clientId,
  '/var/lib/registry/with/a/long/path/of/many/folders',
  'x'.repeat(100),
])('%s stays', (text) => {
  expect(withoutSecrets(text)).toBe(text)
})

test.each([
  ['accountkey', 'accountkey'],
  ['copy_status_poll_max_retry', 'copy_status_poll_max_retry'],
  ['X-Content-Type', 'X-Content-Type'],
  ['accountkey:abc', 'accountkey'],
  ['accountkey=abc', 'accountkey'],
  ['accountkey abc', 'accountkey'],
  [accountKey, ''],
  ['"abc', ''],
])('the word of the key %j is %j', (key, word) => {
  expect(keyWord(key)).toBe(word)
})
