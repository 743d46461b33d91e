import { sharedAzurite } from '../support/shared-azurite.ts'
import { describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { newPlace, openTwo } from './azure-place.ts'
import { bodyOf, failureOf, write } from './bytes.ts'
import { namesIn, readText } from './driver-test.ts'

const cleanUp = cleanUpAfterAll()
const azurite = await sharedAzurite(cleanUp)

describe('a move', () => {
  test('of another version than the one that was meant is a conflict, and leaves all', async () => {
    const [driver, other] = await openTwo(azurite)
    await driver.append('from', 0, bodyOf('four'))
    const version = (await driver.stat('from'))?.version
    await other.append('from', 4, bodyOf(' more'))
    for (const sameSize of [undefined, 4]) {
      const moved = {
        path: 'to',
        from: 'from',
        version,
        ...(sameSize !== undefined && { sameSize }),
      }
      const failure = await failureOf(driver.writeInOrder([[moved]]))
      expect(failure).toMatchObject({ name: 'OffsetConflict', size: 9 })
    }
    expect(await readText(driver, 'from')).toBe('four more')
    expect(await driver.stat('to')).toBeUndefined()
  })

  test.each([
    ['stays when it is as long', 'same', 'same', true],
    ['is replaced when it is longer', 'longer', 'same', false],
    ['is replaced when it is shorter', 'abc', 'same', false],
  ])('onto an object: it %s', async (_, there, text, stays) => {
    const driver = await (await newPlace(azurite)).open()
    await write(driver, 'to', Buffer.from(there))
    await driver.append('from', 0, bodyOf(text))
    const before = await driver.stat('to')
    const version = (await driver.stat('from'))?.version
    await driver.writeInOrder([[{ path: 'to', from: 'from', version, sameSize: text.length }]])
    const after = await driver.stat('to')
    expect(after?.version === before?.version).toBe(stays)
    expect(await readText(driver, 'to')).toBe(text)
    expect(await driver.stat('from')).toBeUndefined()
  })

  test('of what somebody else has moved there is done', async () => {
    const [driver, other] = await openTwo(azurite)
    await driver.append('from', 0, bodyOf('text'))
    const version = (await driver.stat('from'))?.version
    const moved = { path: 'to', from: 'from', version, sameSize: 4 }
    await other.writeInOrder([[moved]])
    await driver.writeInOrder([[moved]])
    expect(await namesIn(driver, '')).toStrictEqual(['to'])
    expect(await readText(driver, 'to')).toBe('text')
  })
})
