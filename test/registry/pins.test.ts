import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPins, type Pins } from '../../server/registry/pins.ts'
import type { FoundObject, StorageDriver } from '../../server/storage/driver.ts'
import { openMemory } from '../../server/storage/memory.ts'
import { write } from '../storage/bytes.ts'

/** Milliseconds. */
const GRACE = 8_000
const EIGHTH = GRACE / 8

let driver: StorageDriver
let pins: Pins
/** How often storage was asked to touch something. */
let touches: number

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_000_000 })
  const memory = openMemory()
  touches = 0
  driver = {
    ...memory,
    touch: async (path, since) => {
      touches++
      return await memory.touch(path, since)
    },
  }
  pins = createPins(driver, GRACE)
  await write(driver, 'a/blob', Buffer.from('bytes'))
})

afterEach(() => void vi.useRealTimers())

const later = (milliseconds: number): void => void vi.setSystemTime(Date.now() + milliseconds)
const modified = async (): Promise<number | undefined> =>
  (await driver.stat('a/blob'))?.modified.getTime()

async function found(): Promise<FoundObject> {
  for await (const [object] of driver.walk('a')) if (object) return object
  throw new Error('it is gone')
}

test('what is held counts as modified now, unless that is a short while ago', async () => {
  const written = await modified()
  later(EIGHTH)
  expect(await pins.hold('a/blob')).toBe(true)
  expect(await modified()).toBe(written)
  later(EIGHTH)
  expect(await pins.hold('a/blob')).toBe(true)
  expect(await modified()).toBe(Date.now())
})

test('what is held again within a quarter of the grace is not asked for', async () => {
  await pins.hold('a/blob')
  later(2 * EIGHTH - 1)
  await pins.hold('a/blob')
  expect(touches).toBe(1)
  later(1)
  await pins.hold('a/blob')
  expect(touches).toBe(2)
})

test.each([
  ['pusher', 2 * EIGHTH],
  ['reader', 4 * EIGHTH],
] as const)('what a %s was told of is never older than promised', async (whom, promised) => {
  const writes = new Set([await modified()])
  for (let time = 0; time < 4 * GRACE; time += 100) {
    later(100)
    await pins.hold('a/blob', whom)
    expect(Date.now() - ((await modified()) ?? 0)).toBeLessThanOrEqual(promised)
    writes.add(await modified())
  }
  // One write each time that it is as old as that, and a look that says so.
  const most = Math.ceil((4 * GRACE) / promised) + 1
  expect(writes.size - 1).toBeLessThanOrEqual(most)
  expect(touches).toBeLessThanOrEqual(most)
})

test('what a reader may rely on is looked at anew for who may push', async () => {
  await pins.hold('a/blob', 'reader')
  later(3 * EIGHTH)
  await pins.hold('a/blob', 'reader')
  expect(touches).toBe(1)
  await pins.hold('a/blob')
  expect(touches).toBe(2)
  expect(await modified()).toBe(Date.now())
})

test('what another process has held is not written to again', async () => {
  later(GRACE)
  await createPins(driver, GRACE).hold('a/blob')
  const written = await modified()
  later(EIGHTH)
  await pins.hold('a/blob')
  expect(await modified()).toBe(written)
  // Nor trusted for longer than if this one had.
  later(EIGHTH)
  await pins.hold('a/blob')
  expect(await modified()).toBe(Date.now())
})

test("storage's clock that is ahead makes nothing count as held for longer", async () => {
  const { touch } = driver
  driver.touch = async (path, since) => {
    const found = await touch(path, since)
    return found && new Date(found.getTime() + GRACE)
  }
  await pins.hold('a/blob')
  // What storage said to be the time is over.
  later(GRACE + EIGHTH)
  await pins.hold('a/blob')
  expect(touches).toBe(2)
})

test('a clock that was set back is no reason to believe what is remembered', async () => {
  await pins.hold('a/blob')
  later(-GRACE)
  await pins.hold('a/blob')
  expect(touches).toBe(2)
})

test('what is not there cannot be held, and who relies on it is told', async () => {
  expect(await pins.hold('a/other')).toBe(false)
  expect(await pins.holding('a/other', async (isThere) => isThere)).toBe(false)
  expect(await pins.holding('a/blob', async (isThere) => isThere)).toBe(true)
})

test('what was found and then held stays', async () => {
  const before = await found()
  later(GRACE)
  await pins.hold('a/blob')
  expect(await pins.removeFound(before)).toBe(false)
  expect(await pins.removeFound(await found())).toBe(true)
  expect(await pins.hold('a/blob')).toBe(false)
})

test.each(['during', 'holding'] as const)('nothing goes %s work with it', async (how) => {
  const object = await found()
  const end = Promise.withResolvers<void>()
  const work = pins[how]('a/blob', () => end.promise)
  let isGone: boolean | undefined
  const removed = pins.removeFound(object).then((gone) => (isGone = gone))
  await nextTurn()
  expect(isGone).toBeUndefined()
  expect(await modified()).toBeDefined()
  end.resolve()
  await work
  expect(await removed).toBe(true)
})
