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

const NOTHING: ReadonlyMap<string, number> = new Map()
const nothing = async () => NOTHING

describe('a change', () => {
  test('is seen at once, and leaves the others', async () => {
    const fresh = createFresh<number>(10, true)
    await fresh.get('a', async () => 1)
    await fresh.get('b', async () => 1)
    await fresh.change(['a', 'none'], nothing)
    expect(await fresh.get('a', async () => 2)).toBe(2)
    expect(await fresh.get('b', never)).toBe(1)
  })

  test('during a read keeps that read from being remembered', async () => {
    const fresh = createFresh<number>(10, true)
    const slow = Promise.withResolvers<number>()
    const reading = fresh.get('key', () => slow.promise)
    await fresh.change(['key'], nothing)
    slow.resolve(1)
    expect(await reading).toBe(1)
    expect(await fresh.get('key', async () => 2)).toBe(2)
  })

  test('that goes on lets nothing be remembered that was read meanwhile', async () => {
    const fresh = createFresh<number>(10, true)
    await fresh.change(['key'], async () => {
      expect(await fresh.get('key', async () => 1)).toBe(1)
      return NOTHING
    })
    expect(await fresh.get('key', async () => 2)).toBe(2)
  })

  test('tells what the value is now, for a second', async () => {
    const fresh = createFresh<number>(10, true)
    await fresh.change(['key'], async () => new Map([['key', 1]]))
    expect(await fresh.get('key', never)).toBe(1)
    vi.advanceTimersByTime(1_000)
    expect(await fresh.get('key', async () => 2)).toBe(2)
  })

  test('tells nothing where others write too', async () => {
    const fresh = createFresh<number>(10, false)
    await fresh.change(['key'], async () => new Map([['key', 1]]))
    expect(await fresh.get('key', async () => 2)).toBe(2)
  })

  test('that failed may have happened: the value is read again', async () => {
    const fresh = createFresh<number>(10, true)
    await fresh.get('key', async () => 1)
    const failing = fresh.change(['key'], async () => {
      throw new Error('too late')
    })
    await expect(failing).rejects.toThrow('too late')
    expect(await fresh.get('key', async () => 2)).toBe(2)
  })

  test('that overlaps others of the same value is trusted no more than they are', async () => {
    const fresh = createFresh<number>(10, true)
    const ends = [1, 2, 3].map(() => Promise.withResolvers<void>())
    const begin = (at: number) =>
      fresh.change(['key'], async () => {
        await ends[at]?.promise
        return new Map([['key', at]])
      })
    const first = begin(0)
    const second = begin(1)
    ends[1]?.resolve()
    await second
    const third = begin(2)
    ends[2]?.resolve()
    await third
    expect(await fresh.get('key', async () => 7)).toBe(7)
    ends[0]?.resolve()
    await first
    expect(await fresh.get('key', async () => 8)).toBe(8)
    await fresh.change(['key'], async () => new Map([['key', 9]]))
    expect(await fresh.get('key', never)).toBe(9)
  })
})

test('no more is kept than fits, and the oldest goes first', async () => {
  const fresh = createFresh<number>(3, true)
  for (const key of ['a', 'b', 'c', 'd']) await fresh.get(key, async () => 1)
  for (const key of ['b', 'c', 'd']) expect(await fresh.get(key, never)).toBe(1)
  expect(await fresh.get('a', async () => 2)).toBe(2)
  expect(await fresh.get('b', async () => 2)).toBe(2)
})
