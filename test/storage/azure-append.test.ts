import { sharedAzurite } from '../support/shared-azurite.ts'
import { describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { newPlace, openTwo } from './azure-place.ts'
import { bodyOf, failureOf, heldBody, write } from './bytes.ts'
import { namesIn, readText } from './driver-test.ts'
import { MIB, VARIED } from './large-bodies.ts'

const cleanUp = cleanUpAfterAll()
const azurite = await sharedAzurite(cleanUp)

const SIZES = [
  ['small', 'x'.repeat(100)],
  ['of several blocks', 'x'.repeat(9 * MIB)],
] as const

describe.each(SIZES)('the mark of an object that is %s', (_, text) => {
  test('is asked for with the new length, and told by stat', async () => {
    const [driver, other] = await openTwo(azurite)
    const asked: number[] = []
    await driver.append('object', 0, bodyOf(text), (length) => {
      asked.push(length)
      return `mark ${length}`
    })
    expect(asked).toStrictEqual([text.length])
    expect(await other.stat('object')).toMatchObject({ mark: `mark ${text.length}` })
  })

  test('is gone when bytes come without one', async () => {
    const [driver, other] = await openTwo(azurite)
    await driver.append('object', 0, bodyOf('start'), () => 'mark')
    await other.append('object', 5, bodyOf(text), () => undefined)
    expect(await driver.stat('object')).toMatchObject({ size: text.length + 5 })
    expect(await driver.stat('object')).not.toHaveProperty('mark')
  })
})

test('the version is another one after every change', async () => {
  const [driver, other] = await openTwo(azurite)
  const versions: unknown[] = []
  const note = async (): Promise<void> => {
    versions.push((await other.stat('object'))?.version)
  }
  await driver.append('object', 0, bodyOf('same'))
  await note()
  await other.append('object', 4, bodyOf('more'))
  await note()
  for (let round = 0; round < 3; round++) {
    await write(driver, 'object', Buffer.from('same'))
    await note()
  }
  expect(versions).not.toContain(undefined)
  expect(new Set(versions).size).toBe(5)
})

describe.each(SIZES)('a writer with a body %s that somebody was quicker than', (_, text) => {
  test.each([
    ['at the start', ''],
    ['later', 'start'],
  ])('has a conflict %s', async (_when, start) => {
    const [slow, quick] = await openTwo(azurite)
    if (start) await slow.append('object', 0, bodyOf(start))
    const held = heldBody()
    const failed = failureOf(slow.append('object', start.length, held))
    await held.begun
    await held.push(text)
    expect(await quick.append('object', start.length, bodyOf('quick'))).toBe(start.length + 5)
    held.end()
    expect(await failed).toMatchObject({ name: 'OffsetConflict', size: start.length + 5 })
    expect(await readText(slow, 'object')).toBe(`${start}quick`)
  })

  test('has one though the other has written as many bytes', async () => {
    const [slow, quick] = await openTwo(azurite)
    const held = heldBody()
    const failed = failureOf(slow.append('object', 0, held))
    await held.begun
    await held.push(text)
    await quick.append('object', 0, bodyOf('y'.repeat(text.length)))
    held.end()
    expect(await failed).toMatchObject({ name: 'OffsetConflict', size: text.length })
    expect((await readText(slow, 'object')) === 'y'.repeat(text.length)).toBe(true)
  })

  test('has one when the object is gone', async () => {
    const [slow, quick] = await openTwo(azurite)
    await slow.append('object', 0, bodyOf('start'))
    const held = heldBody()
    const failed = failureOf(slow.append('object', 5, held))
    await held.begun
    await quick.remove('object')
    await held.push(text)
    held.end()
    expect(await failed).toMatchObject({ name: 'OffsetConflict', size: 0 })
    expect(await slow.stat('object')).toBeUndefined()
  })
})

test('of several drivers that go on at once one is done each time', async () => {
  const place = await newPlace(azurite)
  const writers = await Promise.all([1, 2, 3, 4].map(() => place.open()))
  let expected = ''
  for (let round = 0; round < 8; round++) {
    const outcomes = await Promise.allSettled(
      writers.map((writer, at) =>
        writer.append('object', expected.length, bodyOf(`${round}-${at} `)),
      ),
    )
    const done = outcomes.flatMap(({ status }, at) => (status === 'fulfilled' ? at : []))
    expect(done).toHaveLength(1)
    expected += `${round}-${done[0]} `
    expect(await place.look('object')).toStrictEqual(['BlockBlob', expected])
  }
})

test('what one driver has begun another goes on with, and a third puts in place', async () => {
  const place = await newPlace(azurite)
  const drivers = await Promise.all([1, 2, 3].map(() => place.open()))
  const [, , last] = drivers
  let length = 0
  for (const [at, size] of [5, 9 * MIB, 3, 17 * MIB, 0, 64].entries()) {
    const part = VARIED.subarray(length, length + size)
    length = (await drivers[at % 3]?.append('data', length, bodyOf(part))) ?? 0
  }
  const version = (await last?.stat('data'))?.version
  await last?.writeInOrder([[{ path: 'place', from: 'data', version, sameSize: length }]])
  expect((await last?.read('place'))?.equals(VARIED.subarray(0, length))).toBe(true)
  expect(await last?.stat('data')).toBeUndefined()
})

describe('blocks that a writer staged before it died', () => {
  const ID = Buffer.from('00000000-0000000000000000').toString('base64')

  test.each(SIZES)('are no part of an object %s', async (_, text) => {
    const place = await newPlace(azurite)
    const driver = await place.open()
    const stage = () => place.client.getBlockBlobClient('object').stageBlock(ID, 'dead', 4)
    await stage()
    expect(await driver.stat('object')).toBeUndefined()
    expect(await driver.read('object')).toBeUndefined()
    expect(await namesIn(driver, '')).toStrictEqual([])
    expect(await driver.append('object', 0, bodyOf(text))).toBe(text.length)
    await stage()
    expect(await driver.append('object', text.length, bodyOf(' and on'))).toBe(text.length + 7)
    expect((await readText(driver, 'object')) === `${text} and on`).toBe(true)
  })
})
