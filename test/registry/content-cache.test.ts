import { expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { createContentCache } from '../../server/registry/content-cache.ts'

const key = (name: string | number) => digestOf(Buffer.from(String(name)))
const [A, B, C] = [key('a'), key('b'), key('c')]

test('holds what it was given', () => {
  const cache = createContentCache<string>(800)
  expect(cache.get(A)).toBeUndefined()
  cache.set(A, 'a', 100)
  cache.set(B, '', 0)
  expect(cache.get(A)).toBe('a')
  expect(cache.get(B)).toBe('')
  cache.delete(A)
  cache.delete(C)
  expect(cache.get(A)).toBeUndefined()
})

test('drops what was not asked for the longest', () => {
  const cache = createContentCache<number>(800)
  for (let index = 0; index < 8; index++) cache.set(key(index), index, 100)
  expect(cache.get(key(0))).toBe(0)
  cache.set(A, 100, 100)
  expect(cache.get(key(0))).toBe(0)
  expect(cache.get(key(1))).toBeUndefined()
  expect(cache.get(key(2))).toBe(2)
})

test('counts what it holds, also when that is replaced or deleted', () => {
  const cache = createContentCache<number>(800)
  for (let round = 0; round < 100; round++) cache.set(A, round, 100)
  for (let round = 0; round < 100; round++) {
    cache.set(B, round, 100)
    cache.delete(B)
    cache.delete(B)
  }
  for (let index = 0; index < 7; index++) cache.set(key(index), index, 100)
  expect(cache.get(A)).toBe(99)
  for (let index = 0; index < 7; index++) expect(cache.get(key(index))).toBe(index)
})

test.each([800, 0])('takes no value larger than an eighth of %i', (capacity) => {
  const cache = createContentCache<number>(capacity)
  cache.set(A, 1, capacity / 8)
  expect(cache.get(A)).toBe(1)
  cache.set(B, 1, capacity / 8 + 1)
  expect(cache.get(B)).toBeUndefined()
})

test('never holds more than its capacity', () => {
  const cache = createContentCache<number>(800)
  const keys = Array.from({ length: 500 }, (_, index) => key(index))
  keys.forEach((digest, index) => cache.set(digest, index, index % 101))
  const held = keys.map((digest, index) => (cache.get(digest) === undefined ? 0 : index % 101))
  expect(held.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(800)
})
