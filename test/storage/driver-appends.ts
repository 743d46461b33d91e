import { expect } from 'vitest'
import { OffsetConflict } from '../../server/storage/driver.ts'
import { bodyOf, brokenBody, failureOf, heldBody, write } from './bytes.ts'
import { driverTest, readText, type OpenDriver } from './driver-test.ts'

const MIB = 1024 * 1024

/** Ways to cut the same bytes into chunks; some smaller, some larger than what a driver gathers. */
const CUTS: readonly (readonly [what: string, sizes: readonly number[]])[] = [
  ['one byte at a time', Array.from({ length: 5_000 }, () => 1)],
  ['odd sizes', [1, 2, 3, 5, 7, 65_537, 13, 1_048_573, 0, 17]],
  ['exactly a MiB', [MIB, MIB, MIB]],
  ['one large chunk', [5 * MIB + 3]],
  ['large after small', [10, 4 * MIB, 1, 4 * MIB]],
  ['empty chunks only', [0, 0, 0]],
  ['empty chunks in between', [0, 5, 0, 0, 2 * MIB, 0]],
  ['many empty chunks', Array.from({ length: 3_000 }, () => 0)],
]

/** `append`: how bytes of unknown number come in. */
export function appendProperties(open: OpenDriver): void {
  for (const [what, sizes] of CUTS) {
    driverTest(open, `takes ${what}`, async (driver) => {
      const length = sizes.reduce((sum, size) => sum + size, 0)
      const bytes = Buffer.alloc(length, 'abcdefghijk')
      expect(await driver.append('object', 0, cut(bytes, sizes))).toBe(length)
      expect((await driver.read('object'))?.equals(bytes)).toBe(true)
      expect(await driver.append('object', length, cut(bytes, sizes))).toBe(2 * length)
      expect((await driver.read('object'))?.subarray(length).equals(bytes)).toBe(true)
    })
  }

  driverTest(open, 'an empty body makes an empty object', async (driver) => {
    expect(await driver.append('folder/object', 0, bodyOf())).toBe(0)
    expect((await driver.stat('folder/object'))?.size).toBe(0)
  })

  driverTest(open, 'an empty body leaves what is there', async (driver) => {
    await write(driver, 'object', Buffer.from('four'))
    expect(await driver.append('object', 4, bodyOf())).toBe(4)
    expect(await readText(driver, 'object')).toBe('four')
  })

  for (const [there, offset] of [
    ['', 1],
    ['four', 0],
    ['four', 3],
    ['four', 5],
  ] as const) {
    driverTest(open, `${there.length} bytes and offset ${offset} is a conflict`, async (driver) => {
      await driver.append('object', 0, bodyOf(there))
      const failure = await failureOf(driver.append('object', offset, bodyOf('more')))
      expect(failure).toBeInstanceOf(OffsetConflict)
      expect((failure as OffsetConflict).size).toBe(there.length)
      expect(await readText(driver, 'object')).toBe(there)
    })
  }

  driverTest(open, 'nothing there and an offset is a conflict', async (driver) => {
    const failure = await failureOf(driver.append('object', 3, bodyOf('more')))
    expect(failure).toBeInstanceOf(OffsetConflict)
    expect((failure as OffsetConflict).size).toBe(0)
  })

  for (const [what, chunks] of [
    ['at once', []],
    ['after a few bytes', ['a few bytes']],
    ['after more than a MiB', ['x'.repeat(MIB + 1), 'the rest']],
  ] as const) {
    driverTest(open, `a body that fails ${what} leaves all that came before`, async (driver) => {
      await driver.append('object', 0, bodyOf('start '))
      const error = new Error('the connection broke')
      const failure = await failureOf(driver.append('object', 6, brokenBody(error, ...chunks)))
      expect(failure).toBe(error)
      const expected = `start ${chunks.join('')}`
      expect(await readText(driver, 'object')).toBe(expected)
      await driver.append('object', expected.length, bodyOf(', and on'))
      expect(await readText(driver, 'object')).toBe(`${expected}, and on`)
    })
  }

  for (const round of [1, 2, 3]) {
    driverTest(open, `of appends at one offset one is done (round ${round})`, async (driver) => {
      await write(driver, 'object', Buffer.from('0'))
      const texts = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(100_000))
      const outcomes = await Promise.allSettled(
        texts.map((text) =>
          driver.append('object', 1, bodyOf(...(text.match(/.{1,10000}/g) ?? []))),
        ),
      )
      const done = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? index : []))
      expect(done).toHaveLength(1)
      expect(await readText(driver, 'object')).toBe(`0${texts[done[0] ?? 0]}`)
      const failures = outcomes.filter((outcome) => outcome.status === 'rejected')
      for (const { reason } of failures) expect(reason).toBeInstanceOf(OffsetConflict)
    })
  }

  driverTest(open, 'of appends that make an object one is done', async (driver) => {
    const work = ['a', 'b', 'c'].map((text) => driver.append('new/object', 0, bodyOf(text, text)))
    const outcomes = await Promise.allSettled(work)
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(failures).toHaveLength(2)
    for (const { reason } of failures) expect(reason).toBeInstanceOf(OffsetConflict)
    expect(['aa', 'bb', 'cc']).toContain(await readText(driver, 'new/object'))
  })

  driverTest(open, 'one that stands still holds up no other object', async (driver) => {
    const still = heldBody()
    const waiting = driver.append('still', 0, still)
    await still.begun
    expect(await driver.append('other', 0, bodyOf('done'))).toBe(4)
    await still.push('later')
    still.end()
    expect(await waiting).toBe(5)
  })
}

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (const size of sizes) {
    yield bytes.subarray(at, at + size)
    at += size
  }
}
