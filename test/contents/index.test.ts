import { randomBytes } from 'node:crypto'
import { open, stat, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../server/contents/limits.ts'
import { hexOf } from '../../server/oci/digest.ts'
import { archiveOf, file } from './archives.ts'
import { gated } from './gated-driver.ts'
import { everything, listed, openedContents, pushImage } from './opened-contents.ts'

const LAYER = archiveOf(...Array.from({ length: 2_000 }, (_, n) => file(`dir-${n % 50}/file-${n}`)))

test('after a restart the index answers, and no blob is read', async () => {
  const storage = gated()
  await using at = await openedContents({ wrap: storage.wrap })
  const image = await pushImage(at.registry, [LAYER, archiveOf('dir-1/.wh.file-1')])
  const before = await everything(at.contents, image)
  const opened = () => image.layers.map((digest) => storage.opened(hexOf(digest)))
  expect(opened()).toStrictEqual([1, 1])
  await at.reopen()
  expect(await everything(at.contents, image)).toStrictEqual(before)
  expect(opened()).toStrictEqual([1, 1])
})

describe('an index that cannot be used is made anew:', () => {
  test.each<[what: string, spoil: (file: string) => Promise<unknown>]>([
    ['no database', (path) => writeFile(path, randomBytes(10_000))],
    ['of another version', async (path) => setVersion(path, 99)],
    ['empty', (path) => writeFile(path, '')],
  ])('%s', async (_what, spoil) => {
    await using at = await openedContents()
    const image = await pushImage(at.registry, [LAYER])
    const before = await everything(at.contents, image)
    await at.reopen(() => spoil(at.file))
    expect(await everything(at.contents, image)).toStrictEqual(before)
  })

  test('damaged in the middle', async () => {
    await using at = await openedContents()
    const image = await pushImage(at.registry, [LAYER])
    const before = await everything(at.contents, image)
    await at.reopen(() => damage(at.file))
    expect(await everything(at.contents, image)).toStrictEqual(before)
    expect(at.complaints).toContain('the index of files is made anew')
    await at.reopen()
    expect(await everything(at.contents, image)).toStrictEqual(before)
  })
})

function setVersion(path: string, version: number): void {
  const database = new DatabaseSync(path)
  database.exec(`PRAGMA user_version = ${version}`)
  database.close()
}

/** All but what SQLite looks at first. */
async function damage(path: string): Promise<void> {
  // What lies in the log beside it is worked in first.
  setVersion(path, 1)
  const { size } = await stat(path)
  expect(size).toBeGreaterThan(20 * 4_096)
  await using handle = await open(path, 'r+')
  await handle.write(randomBytes(size - 20 * 4_096), 0, undefined, 20 * 4_096)
}

test('without a file of its own it works all the same', async () => {
  await using at = await openedContents({ file: undefined })
  const image = await pushImage(at.registry, [LAYER])
  expect(await listed(at.contents, image)).toMatchObject({ total: 50 })
})

const layerOf = (name: string, files: number): Buffer =>
  archiveOf(...Array.from({ length: files }, (_, n) => file(`${name}/${n}`)))

describe('what was not asked for the longest goes first', () => {
  /** Nothing counts as in use, so that it may go at once. */
  const limits = { ...LIMITS, rows: 10_000, inUse: -1_000 }
  test('and is read again when it is asked for', async () => {
    const storage = gated()
    await using at = await openedContents({ wrap: storage.wrap, limits })
    const images = []
    for (const name of ['a', 'b', 'c', 'd']) {
      const image = await pushImage(at.registry, [layerOf(name, 2_000)])
      expect(await listed(at.contents, image, { folder: name })).toMatchObject({ total: 2_000 })
      images.push(image)
    }
    const [first] = images
    expect(first && (await listed(at.contents, first, { folder: 'a' }))).toMatchObject({
      total: 2_000,
      reading: { state: 'ready' },
    })
    const [digest] = first?.layers ?? []
    expect(digest && storage.opened(hexOf(digest))).toBe(2)
  })

  test('an image that is too large by itself is refused', async () => {
    await using at = await openedContents({ limits: { ...limits, inUse: 60_000 } })
    const image = await pushImage(at.registry, [layerOf('a', 6_000), layerOf('b', 6_000)])
    const { reading } = await listed(at.contents, image)
    expect(reading).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('it has more than 10,000 files'),
    })
    const small = await pushImage(at.registry, [archiveOf(file('small'))])
    expect((await listed(at.contents, small)).reading.state).toBe('ready')
  })
})
