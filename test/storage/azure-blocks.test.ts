import { sharedAzurite } from '../support/shared-azurite.ts'
import { describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { newPlace } from './azure-place.ts'
import { bodyOf, sumOf, watch } from './bytes.ts'
import { crowdOn, inPieces, MIB, VARIED } from './large-bodies.ts'

const cleanUp = cleanUpAfterAll()
const azurite = await sharedAzurite(cleanUp)

describe('many blocks keep their order', () => {
  test.each([
    ['in one append', [40 * MIB]],
    ['in several, the small ones first', [1, 70, 9 * MIB, 2, 24 * MIB, 7 * MIB - 73]],
    ['in several, the small ones last', [25 * MIB, 15 * MIB - 3, 1, 1, 1]],
    ['in many small ones', Array.from({ length: 60 }, (_, at) => at + 1)],
  ])('%s', async (_, sizes) => {
    const driver = await (await newPlace(azurite)).open()
    const total = sizes.reduce((sum, size) => sum + size, 0)
    const bytes = VARIED.subarray(0, total)
    let length = 0
    for (const size of sizes) {
      const part = inPieces(bytes.subarray(length, length + size))
      length = await driver.append('object', length, part)
    }
    const opened = await driver.open('object')
    const found = await sumOf(opened?.body ?? bodyOf())
    expect(found).toStrictEqual(await sumOf(bodyOf(bytes)))
  })
})

/** As other programs write them, in one request: it has no blocks to go on with. */
test('an object that has to be written again is never shorter meanwhile', async () => {
  const place = await newPlace(azurite)
  const driver = await place.open()
  const bytes = VARIED.subarray(0, 20 * MIB)
  await place.client.getBlockBlobClient('object').upload(bytes, bytes.length)
  await using standing = new AsyncDisposableStack()
  standing.use(await crowdOn(driver))
  await watch(driver.append('object', bytes.length, bodyOf('more')), async () => {
    expect((await driver.stat('object'))?.size).toBeGreaterThanOrEqual(bytes.length)
  })
  const wanted = Buffer.concat([bytes, Buffer.from('more')])
  expect((await driver.read('object'))?.equals(wanted)).toBe(true)
})
