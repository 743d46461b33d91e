import { sharedAzurite } from '../support/shared-azurite.ts'
import { describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { newPlace, writeAsDistribution, type AzurePlace } from './azure-place.ts'
import { startAzureProxy, type Asked, type Fate } from './azure-proxy.ts'
import { bodyOf, failureOf, heldBody, move, textOf, write } from './bytes.ts'
import { namesIn, readText } from './driver-test.ts'

const MIB = 1024 * 1024
const TEN = '0123456789'

const cleanUp = cleanUpAfterAll()
const azurite = await sharedAzurite(cleanUp)

/** A container with `blob`, an append blob of ten bytes in three blocks. */
async function distributed(): Promise<AzurePlace> {
  const place = await newPlace(azurite)
  await writeAsDistribution(place, 'blob', '0123', '456', '789')
  return place
}

describe('an append blob is an object like others', () => {
  test('to be read and listed', async () => {
    const place = await distributed()
    await writeAsDistribution(place, 'folder/below', 'x')
    const driver = await place.open()
    expect(await readText(driver, 'blob')).toBe(TEN)
    expect(await driver.stat('blob')).toMatchObject({ size: 10, version: expect.any(String) })
    expect(await namesIn(driver, '')).toStrictEqual(['blob', 'folder'])
    expect(await namesIn(driver, 'folder')).toStrictEqual(['below'])
  })

  test.each([
    [undefined, TEN],
    [{ first: 0, last: 3 }, '0123'],
    [{ first: 3, last: 7 }, '34567'],
    [{ first: 8, last: 99 }, '89'],
    [{ first: 10, last: 99 }, ''],
  ] as const)('to be opened: %j', async (range, expected) => {
    const driver = await (await distributed()).open()
    const opened = await driver.open('blob', range)
    expect(opened?.size).toBe(10)
    expect(await textOf(opened?.body)).toBe(expected)
  })

  test('to be removed', async () => {
    const place = await distributed()
    await (await place.open()).remove('blob')
    expect(await place.look('blob')).toBeUndefined()
  })
})

describe('an upload that Distribution began', () => {
  test.each([
    ['a text', ['abc', 'def']],
    ['nothing', []],
    ['more than one request takes', ['x'.repeat(5 * MIB), 'y', 'z'.repeat(4 * MIB)]],
  ])('goes on with %s', async (_, chunks) => {
    const place = await distributed()
    const driver = await place.open()
    const expected = TEN + chunks.join('')
    expect(await driver.append('blob', 10, bodyOf(...chunks))).toBe(expected.length)
    const [kind, text] = (await place.look('blob')) ?? []
    expect(kind).toBe('AppendBlob')
    expect(text === expected).toBe(true)
  })

  test('goes on where nothing has come yet', async () => {
    const place = await newPlace(azurite)
    const driver = await place.open()
    for (const text of ['small', 'x'.repeat(9 * MIB)]) {
      await writeAsDistribution(place, 'data')
      expect(await driver.append('data', 0, bodyOf(text))).toBe(text.length)
      expect((await readText(driver, 'data')) === text).toBe(true)
      await driver.remove('data')
    }
  })

  test.each([0, 9, 11])('is 10 bytes long, not %i', async (offset) => {
    const driver = await (await distributed()).open()
    const failure = await failureOf(driver.append('blob', offset, bodyOf('more')))
    expect(failure).toMatchObject({ name: 'OffsetConflict', size: 10 })
    expect(await readText(driver, 'blob')).toBe(TEN)
  })

  test('is no more than what came first when two go on with it', async () => {
    const place = await distributed()
    const [one, other] = [await place.open(), await place.open()]
    const held = heldBody()
    const slow = failureOf(one.append('blob', 10, held))
    await held.begun
    expect(await other.append('blob', 10, bodyOf('other'))).toBe(15)
    await Promise.race([held.push('slow'), slow])
    held.end()
    expect(await slow).toMatchObject({ name: 'OffsetConflict' })
    expect(await readText(one, 'blob')).toBe(`${TEN}other`)
  })

  test('can be moved into place', async () => {
    const place = await distributed()
    const driver = await place.open()
    await driver.append('blob', 10, bodyOf('abc'))
    const version = (await driver.stat('blob'))?.version
    await driver.writeInOrder([[{ path: 'place', from: 'blob', version, sameSize: 13 }]])
    expect(await readText(driver, 'place')).toBe(`${TEN}abc`)
    expect(await place.look('blob')).toBeUndefined()
  })
})

/** Azure lets no block blob take the place of an append blob, which Azurite does: so until `blob` is deleted. */
function strict(): (asked: Asked) => Fate {
  let isThere = true
  return ({ method, url, headers }) => {
    if (!url.split('?')[0]?.endsWith('/blob')) return 'pass'
    if (method === 'DELETE') isThere = false
    const writes = headers['x-ms-blob-type'] === 'BlockBlob' || 'x-ms-copy-source' in headers
    return isThere && writes ? { status: 409, code: 'InvalidBlobType' } : 'pass'
  }
}

describe('an append blob gives way', () => {
  test('to a small object', async () => {
    const place = await distributed()
    await using proxy = await startAzureProxy(azurite, strict())
    const driver = await place.open({ serviceUrl: proxy.serviceUrl })
    await write(driver, 'blob', Buffer.from('new'))
    expect(await place.look('blob')).toStrictEqual(['BlockBlob', 'new'])
  })

  test.each([
    ['of any size', undefined, 'other'],
    ['of another size', 5, 'other'],
    ['of the same size, which may stay', 10, TEN],
  ])('to one that is moved onto it, %s', async (_, sameSize, expected) => {
    const place = await distributed()
    await using proxy = await startAzureProxy(azurite, strict())
    const driver = await place.open({ serviceUrl: proxy.serviceUrl })
    await driver.append('from', 0, bodyOf('other'))
    const moved = { path: 'blob', from: 'from', ...(sameSize !== undefined && { sameSize }) }
    await driver.writeInOrder([[moved]])
    expect((await place.look('blob'))?.[1]).toBe(expected)
    expect(await place.look('from')).toBeUndefined()
  })
})

describe('a root directory', () => {
  test('is what the names of all blobs begin with', async () => {
    const place = await newPlace(azurite)
    const driver = await place.open({ rootDirectory: 'registries/mine' })
    await write(driver, 'f/a', Buffer.from('a'))
    await driver.append('f/b', 0, bodyOf('b'))
    await move(driver, 'f/b', 'f/c')
    await driver.create('d', Buffer.from('d'))
    const names = (await Array.fromAsync(place.client.listBlobsFlat())).map(({ name }) => name)
    expect(names).toStrictEqual(['d', 'f/a', 'f/c'].map((path) => `registries/mine/${path}`))
  })

  test('holds all that is seen', async () => {
    const place = await newPlace(azurite)
    for (const name of ['root/f/a', 'root/f/b/c', 'f/x', 'root2/f/x', 'root/g', 'roo']) {
      await writeAsDistribution(place, name, name)
    }
    const driver = await place.open({ rootDirectory: 'root' })
    expect(await namesIn(driver, '')).toStrictEqual(['f', 'g'])
    expect(await namesIn(driver, 'f')).toStrictEqual(['a', 'b'])
    expect(await namesIn(driver, 'f', 'a')).toStrictEqual(['b'])
    expect(await readText(driver, 'f/b/c')).toBe('root/f/b/c')
    expect(await driver.scan?.('f', 'f/a')).toStrictEqual({ paths: ['f/a', 'f/b/c'], more: false })
    await driver.remove('f')
    expect(await namesIn(await place.open(), '')).toStrictEqual(['f', 'roo', 'root', 'root2'])
  })

  test('that another one begins with is not mixed up with it', async () => {
    const place = await newPlace(azurite)
    const [short, long] = [
      await place.open({ rootDirectory: 'a' }),
      await place.open({ rootDirectory: 'a/b' }),
    ]
    await write(long, 'object', Buffer.from('x'))
    expect(await namesIn(short, 'b')).toStrictEqual(['object'])
    await short.remove('b')
    expect(await namesIn(long, '')).toStrictEqual([])
  })
})
