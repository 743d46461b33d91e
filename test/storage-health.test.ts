import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLog } from '../server/log.ts'
import { watchStorage, type StorageHealth } from '../server/storage-health.ts'
import type { StorageDriver } from '../server/storage/driver.ts'
import { openMemory } from '../server/storage/memory.ts'

/** Longer than the two seconds after which storage that failed is asked again. */
const INTERVAL = 10_000
const SETTINGS = { enabled: true, interval: INTERVAL, threshold: 3 }

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const there = async (): Promise<void> => {}

/** Storage with a switch, in the eyes of who watches it. */
function watchSwitch(settings: Partial<typeof SETTINGS> = {}) {
  let work = there
  let count = 0
  const check = (): Promise<void> => {
    count++
    return work()
  }
  const driver: StorageDriver = { ...openMemory(), check }
  const said: (readonly [level: string, message: string, fields: unknown])[] = []
  const hear = (level: string) => (message: string, fields?: unknown) =>
    void said.push([level, message, fields])
  const silent = createLog(
    { level: 'error', formatter: 'json', fields: {}, accessLog: false },
    new PassThrough(),
  )
  const log = { ...silent, info: hear('info'), warn: hear('warn'), error: hear('error') }
  const health = watchStorage(driver, { ...SETTINGS, ...settings }, log)
  return {
    health,
    said,
    asked: () => count,
    answer: (next: () => Promise<void>) => void (work = next),
    fail: (reason = 'the disk is gone') =>
      void (work = async () => {
        throw new Error(reason)
      }),
    recover: () => void (work = there),
  }
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

/** Whether storage counts as there, after each of so many questions two seconds apart. */
async function after(health: StorageHealth, questions: number): Promise<boolean[]> {
  const seen: boolean[] = []
  for (let count = 0; count < questions; count++) {
    await pass(2_000)
    seen.push(health.now.ok)
  }
  return seen
}

describe('storage that fails', () => {
  test.each([
    [1, [false, false, false, false]],
    [2, [true, false, false, false]],
    [3, [true, true, false, false]],
  ])('counts as away after a threshold of %i', async (threshold, expected) => {
    const { health, fail } = watchSwitch({ threshold })
    fail()
    await pass(INTERVAL - 2_000)
    expect(await after(health, 4)).toStrictEqual(expected)
    await health.stop()
  })

  test('does not when it answers in between', async () => {
    const { health, fail, recover, said } = watchSwitch()
    for (let round = 0; round < 3; round++) {
      fail()
      await pass(INTERVAL + 2_000)
      recover()
      await pass(2_000)
      expect(health.now.ok).toBe(true)
    }
    expect(said).toStrictEqual([])
    await health.stop()
  })

  test('is told with the reason, once', async () => {
    const { health, fail, said } = watchSwitch({ threshold: 1 })
    fail()
    await pass(INTERVAL)
    const since = new Date()
    fail('the disk is still gone')
    await pass(20_000)
    expect(health.now).toStrictEqual({ ok: false, reason: 'the disk is still gone', since })
    expect(said).toStrictEqual([
      ['error', 'storage cannot be used', { reason: 'the disk is gone' }],
    ])
    await health.stop()
  })

  test('counts as there at the first answer, which is told once', async () => {
    const { health, fail, recover, said } = watchSwitch({ threshold: 1 })
    fail()
    await pass(INTERVAL)
    await pass(6_000)
    recover()
    await pass(2_000)
    expect(health.now).toStrictEqual({ ok: true })
    await pass(5 * INTERVAL)
    expect(said.slice(1)).toStrictEqual([['info', 'storage can be used again', { away: '8 s' }]])
    await health.stop()
  })

  test('can do so again', async () => {
    const { health, fail, recover, said } = watchSwitch({ threshold: 2 })
    for (let round = 0; round < 2; round++) {
      fail()
      await pass(INTERVAL + 2_000)
      expect(health.now.ok).toBe(false)
      recover()
      await pass(2_000)
      expect(health.now.ok).toBe(true)
    }
    expect(said.map(([level]) => level)).toStrictEqual(['error', 'info', 'error', 'info'])
    await health.stop()
  })

  test('may do so by never answering', async () => {
    const { health, answer, said } = watchSwitch({ threshold: 1 })
    answer(() => new Promise(() => {}))
    await pass(INTERVAL + 9_000)
    expect(health.now.ok).toBe(true)
    await pass(1_000)
    expect(said).toMatchObject([['error', 'storage cannot be used', { reason: /no answer/ }]])
    const stopped = health.stop()
    await pass(10_000)
    await stopped
  })
})

describe('storage is asked', () => {
  test.each([
    ['well', INTERVAL, 5],
    ['away', INTERVAL, 21],
    ['away', 500, 100],
  ])(
    'while it is %s, with an interval of %i ms, %i times in 50 s',
    async (how, interval, times) => {
      const { health, asked, fail } = watchSwitch({ interval })
      if (how === 'away') fail()
      await pass(50_000)
      expect(asked()).toBe(times)
      await health.stop()
    },
  )

  test('one question at a time', async () => {
    const { health, asked, answer } = watchSwitch({ interval: 1_000 })
    const slow = Promise.withResolvers<void>()
    answer(() => slow.promise)
    await pass(9_000)
    expect(asked()).toBe(1)
    slow.resolve()
    await pass(1_000)
    expect(asked()).toBe(2)
    await health.stop()
  })

  test('not when that is switched off', async () => {
    const { health, asked, fail } = watchSwitch({ enabled: false })
    fail()
    await pass(10 * INTERVAL)
    expect([asked(), health.now.ok, vi.getTimerCount()]).toStrictEqual([0, true, 0])
    await health.stop()
  })
})

describe('stop', () => {
  test('ends it', async () => {
    const { health, asked } = watchSwitch()
    await pass(INTERVAL)
    await health.stop()
    await pass(5 * INTERVAL)
    expect([asked(), vi.getTimerCount()]).toStrictEqual([1, 0])
  })

  test('waits for the question under way, and asks no other', async () => {
    const { health, asked, answer } = watchSwitch()
    const slow = Promise.withResolvers<void>()
    answer(() => slow.promise)
    await pass(INTERVAL)
    let isStopped = false
    const stopped = health.stop().then(() => (isStopped = true))
    await pass(1_000)
    expect(isStopped).toBe(false)
    slow.resolve()
    await stopped
    await pass(5 * INTERVAL)
    expect([asked(), vi.getTimerCount()]).toStrictEqual([1, 0])
  })
})
