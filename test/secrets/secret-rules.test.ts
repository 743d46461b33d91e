import { expect, test } from 'vitest'
import { CANARY, codeOf } from './canary.ts'
import { opened } from './opened.ts'

test.each([
  '',
  '.hidden',
  'ends/',
  '/begins',
  'Capital',
  'bl ank',
  'part#1',
  'ümlaut',
  'new\nline',
  '..',
  'n'.repeat(201),
  CANARY,
])('no method takes the name %j', async (name) => {
  const secrets = await opened({})
  expect(await codeOf(secrets.get(name))).toBe('INVALID_NAME')
  expect(await codeOf(secrets.set(name, 'value'))).toBe('INVALID_NAME')
  expect(await codeOf(secrets.delete(name))).toBe('INVALID_NAME')
})

test.each([
  ['empty', ''],
  ['longer than 32768 bytes', CANARY.repeat(1366)],
  ['longer in bytes, not in characters', 'ü'.repeat(16_385)],
  ['with a NUL', `${CANARY}\0`],
  ['with half a character', `${CANARY}\ud83d`],
])('a value may not be %s', async (_, value) => {
  const secrets = await opened({})
  expect(await codeOf(secrets.set('name', value))).toBe('INVALID_VALUE')
  expect(await secrets.list()).toEqual([])
})
