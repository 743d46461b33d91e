import { expect, test } from 'vitest'
import { ExpiringCache } from '../../server/auth/expiring-cache.ts'

function cacheOf(capacity: number) {
  const clock = { time: 1000 }
  const cache = new ExpiringCache<number>({ capacity, life: 50, now: () => clock.time })
  return { cache, clock }
}

test('gives what was set until its life is over, however often it is used', () => {
  const { cache, clock } = cacheOf(2)
  cache.set('a', 1)
  clock.time += 49
  const before = cache.get('a')
  clock.time += 1
  expect([before, cache.get('a')]).toEqual([1, undefined])
})

test('lets go of the entry used longest ago', () => {
  const { cache } = cacheOf(2)
  cache.set('a', 1)
  cache.set('b', 2)
  cache.get('a')
  cache.set('c', 3)
  expect(['a', 'b', 'c'].map((key) => cache.get(key))).toEqual([1, undefined, 3])
})

test('replaces a value without letting go of another', () => {
  const { cache } = cacheOf(2)
  cache.set('a', 1)
  cache.set('b', 2)
  cache.set('b', 3)
  expect(['a', 'b'].map((key) => cache.get(key))).toEqual([1, 3])
})

test('forgets everything when cleared', () => {
  const { cache } = cacheOf(2)
  cache.set('a', 1)
  cache.clear()
  expect(cache.get('a')).toBeUndefined()
})
