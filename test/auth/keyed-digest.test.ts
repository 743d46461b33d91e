import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { keyedDigest, randomKey } from '../../server/auth/keyed-digest.ts'

test.each([0, 1, 55, 56, 64, 1000])('is HMAC-SHA256 of a text of %d characters', (length) => {
  const key = randomKey()
  const text = 'Basic é'.padEnd(length, 'x').slice(0, length)
  const expected = createHmac('sha256', key).update(text).digest().toString('latin1')
  expect(keyedDigest(key)(text)).toBe(expected)
})

test('differs from key to key', () => {
  expect(keyedDigest(randomKey())('text')).not.toBe(keyedDigest(randomKey())('text'))
})
