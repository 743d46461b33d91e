import { sharedAzurite } from '../support/shared-azurite.ts'
import { describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { newPlace } from './azure-place.ts'
import { startAzureProxy, type Asked } from './azure-proxy.ts'
import { bodyOf, failureOf, heldBody } from './bytes.ts'
import { readText } from './driver-test.ts'
import { crowdOn, inPieces, MIB, VARIED } from './large-bodies.ts'

const cleanUp = cleanUpAfterAll()
const azurite = await sharedAzurite(cleanUp)

const isCommit = ({ url }: Asked): boolean => url.includes('comp=blocklist')
const isBlock = ({ url }: Asked): boolean => url.includes('comp=block&')
const isUpload = ({ headers }: Asked): boolean => headers['x-ms-blob-type'] === 'BlockBlob'
const isCopy = ({ headers }: Asked): boolean => 'x-ms-copy-source' in headers
const isDelete = ({ method }: Asked): boolean => method === 'DELETE'

describe('an answer that got lost', () => {
  test.each([
    ['a commit', isCommit, 'x'.repeat(9 * MIB)],
    ['a block', isBlock, 'x'.repeat(9 * MIB)],
    ['the upload of a small object', isUpload, 'small'],
    ['the upload of an empty one', isUpload, ''],
    ['a copy', isCopy, 'text'],
    ['a delete', isDelete, 'text'],
  ])('to %s does no harm', async (_, matches, text) => {
    const place = await newPlace(azurite)
    let lost = 0
    await using proxy = await startAzureProxy(azurite, (asked) =>
      asked.method !== 'GET' && matches(asked) && lost++ === 0 ? 'lose the answer' : 'pass',
    )
    const driver = await place.open({ serviceUrl: proxy.serviceUrl })
    expect(await driver.append('from', 0, bodyOf(text))).toBe(text.length)
    expect(await driver.append('from', text.length, bodyOf('!'))).toBe(text.length + 1)
    const version = (await driver.stat('from'))?.version
    const moved = { path: 'to', from: 'from', version, sameSize: text.length + 1 }
    await driver.writeInOrder([[moved]])
    expect(lost).toBeGreaterThan(1)
    expect((await place.look('to'))?.[1] === `${text}!`).toBe(true)
    expect(await place.look('from')).toBeUndefined()
  })

  test('is not taken for another writer, nor another writer for it', async () => {
    const place = await newPlace(azurite)
    const quick = await place.open()
    let lost = 0
    await using proxy = await startAzureProxy(azurite, (asked) =>
      isUpload(asked) && lost++ === 0 ? 'break' : 'pass',
    )
    const slow = await place.open({ serviceUrl: proxy.serviceUrl })
    const held = heldBody()
    const failed = failureOf(slow.append('object', 0, held))
    await held.begun
    await held.push('slow')
    await quick.append('object', 0, bodyOf('fast'))
    held.end()
    expect(await failed).toMatchObject({ name: 'OffsetConflict', size: 4 })
    expect(await readText(quick, 'object')).toBe('fast')
  })
})

describe('storage that goes away in the middle', () => {
  test.each<[what: string, matches: (asked: Asked) => boolean, after: number]>([
    ['before it is told what is there', ({ url }) => url.includes('blocklisttype='), 0],
    ['at the first block', isBlock, 0],
    ['at the third block', isBlock, 2],
    ['at the commit', isCommit, 0],
  ])('%s leaves what was acknowledged', async (_, matches, after) => {
    const place = await newPlace(azurite)
    const direct = await place.open()
    await direct.append('object', 0, bodyOf('acknowledged'))
    let count = 0
    let isAway = false
    await using proxy = await startAzureProxy(azurite, (asked) => {
      isAway ||= matches(asked) && count++ === after
      return isAway ? 'break' : 'pass'
    })
    const driver = await place.open({ serviceUrl: proxy.serviceUrl })
    const body = bodyOf(...Array.from({ length: 40 }, () => 'x'.repeat(MIB)))
    const failure = await failureOf(driver.append('object', 12, body))
    expect(failure).toMatchObject({ name: 'StorageUnavailable' })
    expect(await readText(direct, 'object')).toBe('acknowledged')
    isAway = false
    expect(await driver.append('object', 12, bodyOf(', and on'))).toBe(20)
    expect(await readText(direct, 'object')).toBe('acknowledged, and on')
  })

  test('leaves a small object as it was', async () => {
    const place = await newPlace(azurite)
    await using proxy = await startAzureProxy(azurite, (asked) =>
      isUpload(asked) ? 'break' : 'pass',
    )
    const driver = await place.open({ serviceUrl: proxy.serviceUrl })
    const failure = await failureOf(driver.append('object', 0, bodyOf('small')))
    expect(failure).toMatchObject({ name: 'StorageUnavailable' })
    expect(await place.look('object')).toBeUndefined()
  })

  test('leaves of a large object what was committed on the way, without a mark', async () => {
    const place = await newPlace(azurite)
    const direct = await place.open()
    let commits = 0
    await using proxy = await startAzureProxy(azurite, (asked) =>
      isCommit(asked) && ++commits > 1 ? 'break' : 'pass',
    )
    const driver = await place.open({ serviceUrl: proxy.serviceUrl })
    await using standing = new AsyncDisposableStack()
    standing.use(await crowdOn(direct))
    const body = inPieces(VARIED.subarray(0, 20 * MIB))
    const failure = await failureOf(driver.append('object', 0, body, () => 'mark'))
    expect(failure).toMatchObject({ name: 'StorageUnavailable' })
    const { size = 0, mark } = (await direct.stat('object')) ?? {}
    expect([size > 10 * MIB, mark]).toStrictEqual([true, undefined])
    expect((await direct.read('object'))?.equals(VARIED.subarray(0, size))).toBe(true)
    await direct.append('object', size, inPieces(VARIED.subarray(size, 20 * MIB)))
    expect((await direct.read('object'))?.equals(VARIED.subarray(0, 20 * MIB))).toBe(true)
  })
})
