import { expect, test } from 'vitest'
import { nearest } from '../../server/config/nearest.ts'

const keys = ['addr', 'host', 'headers', 'prefix', 'relativeurls', 'maxentries', 'htpasswd']

test.each([
  ['adr', 'addr'],
  ['hots', 'host'],
  ['Headers', 'headers'],
  ['header', 'headers'],
  ['prefx', 'prefix'],
  ['relative_urls', 'relativeurls'],
  ['max_entries', 'maxentries'],
  ['htpaswd', 'htpasswd'],
])('%s is near %s', (name, expected) => {
  expect(nearest(name, keys)).toBe(expected)
})

test.each(['port', 'x', '', 'certificate', 'address'])('nothing is near %j', (name) => {
  expect(nearest(name, keys)).toBeUndefined()
})

test('the nearest of several wins', () => {
  expect(nearest('accesskeys', ['accountkey', 'accesskey'])).toBe('accesskey')
})
