import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createFresh } from '../../server/registry/fresh.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

/** Reads that count themselves: the first gives 1, the next 2. */
function counting() {
  let reads = 0
  return async () => ++reads
}

const never = async (): Promise<number | undefined> => {
  throw new Error('read again')
}

describe('a value', () => {
  test('is trusted for a second, and not longer', async () => {
    const fresh = createFresh<number>(10, true)
    const read = counting()
    expect(await fresh.get('key', read)).toBe(1)
    vi.advanceTimersByTime(999)
    expect(await fresh.get('key', read)).toBe(1)
    vi.advanceTimersByTime(1)
    expect(await fresh.get('key', read)).toBe(2)
    expect(await fresh.get('other', read)).toBe(3)
  })

  test('is read again and again where others write too', async () => {
    const fresh = createFresh<number>(10, false)
    const read = counting()
    await fresh.get('key', read)
    expect(await fresh.get('key', read)).toBe(2)
  })

  test('that is absent is asked for each time', async () => {
    const fresh = createFresh<number>(10, true)
    expect(await fresh.get('key', async () => undefined)).toBeUndefined()
    expect(await fresh.get('key', async () => 7)).toBe(7)
  })

  test('that could not be read is asked for again', async () => {
    const fresh = createFresh<number>(10, true)
    await expect(fresh.get('key', never)).rejects.toThrow('read again')
    expect(await fresh.get('key', async () => 7)).toBe(7)
  })
})

describe('a change', () => {
  test('is seen at once, and leaves the others', async () => {
    const fresh = createFresh<number>(10, true)
    await fresh.get('a', async () => 1)
    await fresh.get('b', async () => 1)
    fresh.changed(['a', 'none'])
    expect(await fresh.get('a', async () => 2)).toBe(2)
    expect(await fresh.get('b', never)).toBe(1)
  })

  test('during a read keeps that read from being remembered', async () => {
    const fresh = createFresh<number>(10, true)
    const slow = Promise.withResolvers<number>()
    const reading = fresh.get('key', () => slow.promise)
    fresh.changed(['key'])
    slow.resolve(1)
    expect(await reading).toBe(1)
    expect(await fresh.get('key', async () => 2)).toBe(2)
  })
})

test('no more is kept than fits, and the oldest goes first', async () => {
  const fresh = createFresh<number>(3, true)
  for (const key of ['a', 'b', 'c', 'd']) await fresh.get(key, async () => 1)
  for (const key of ['b', 'c', 'd']) expect(await fresh.get(key, never)).toBe(1)
  expect(await fresh.get('a', async () => 2)).toBe(2)
  expect(await fresh.get('b', async () => 2)).toBe(2)
})
