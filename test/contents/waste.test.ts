import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { archiveOf, file, hardlink, PACKINGS, symlink } from './archives.ts'
import { openedContents, pushImage, untilRead, type Pushed } from './opened-contents.ts'

const cleanUp = cleanUpAfterAll()
const at = cleanUp.use(await openedContents())

const wasteIn = ({ repository, digest }: Pushed) =>
  untilRead(() => at.contents.findWaste({ repository, digest }))

test('what later layers hide', async () => {
  const image = await pushImage(at.registry, [
    archiveOf(
      file('cache/a', 'x'.repeat(300)),
      file('cache/b/c', 'x'.repeat(200)),
      file('app', 'x'.repeat(1_000)),
      file('stays', 'x'),
      file('dir/old', 'x'.repeat(50)),
      file('empty'),
    ),
    archiveOf('.wh.cache', file('app', 'y'.repeat(10)), 'dir/.wh..wh..opq', '.wh.empty'),
    archiveOf('.wh.app', file('new/app', 'z'.repeat(20))),
  ])
  const [first, second, third] = image.layers
  const waste = await wasteIn(image)
  expect(waste.totalBytes).toBe(300 + 200 + 1_000 + 1 + 50 + 10 + 20)
  expect(waste.hiddenBytes).toBe(300 + 200 + 1_000 + 50 + 10)
  expect(waste.hidden).toStrictEqual([
    { path: 'app', sizeBytes: 1_000, layer: first, by: 'overwritten', byLayer: second },
    { path: 'cache/a', sizeBytes: 300, layer: first, by: 'removed', byLayer: second },
    { path: 'cache/b/c', sizeBytes: 200, layer: first, by: 'removed', byLayer: second },
    { path: 'dir/old', sizeBytes: 50, layer: first, by: 'removed', byLayer: second },
    { path: 'app', sizeBytes: 10, layer: second, by: 'removed', byLayer: third },
  ])
  expect(waste.largest.map(({ path }) => path)).toStrictEqual(['new/app', 'stays'])
})

test('stored bytes are guessed by how well a layer is packed', async () => {
  const layer = PACKINGS.gzip(
    archiveOf(file('zeros', Buffer.alloc(1_000_000)), file('random', randomBytes(1_000_000))),
  )
  const image = await pushImage(at.registry, [layer, archiveOf('.wh.zeros')])
  const { hiddenBytes, hiddenStoredBytes } = await wasteIn(image)
  expect(hiddenBytes).toBe(1_000_000)
  expect(hiddenStoredBytes).toBeGreaterThan(450_000)
  expect(hiddenStoredBytes).toBeLessThan(550_000)
})

test('the same content more than once, among what is visible', async () => {
  const [big, small] = ['b'.repeat(500), 's'.repeat(100)]
  const image = await pushImage(at.registry, [
    archiveOf(file('a', big), file('gone', big), file('x/1', small), file('empty')),
    archiveOf(
      '.wh.gone',
      file('d', big),
      file('x/2', small),
      file('x/3', small),
      file('e', 'o'.repeat(500)),
      hardlink('f', 'd'),
      symlink('g', 'd'),
      file('empty-too'),
    ),
  ])
  const waste = await wasteIn(image)
  expect(waste.duplicateBytes).toBe(500 + 200)
  expect(waste.duplicates).toStrictEqual([
    { sizeBytes: 500, paths: ['a', 'd'], copies: 2 },
    { sizeBytes: 100, paths: ['x/1', 'x/2', 'x/3'], copies: 3 },
  ])
})

test('lists are bounded, sums are not', async () => {
  const files = Array.from({ length: 150 }, (_, n) => file(`f${n}`, `${n % 120}`.padStart(1_000)))
  const copies = Array.from({ length: 40 }, (_, n) => file(`g/${n}`, 'same'.repeat(1_000)))
  const image = await pushImage(at.registry, [
    archiveOf(...files, ...copies),
    archiveOf(...files.map(({ path }) => `.wh.${path}`)),
  ])
  const waste = await wasteIn(image)
  expect(waste.hidden).toHaveLength(100)
  expect(waste.hiddenBytes).toBe(150_000)
  expect(waste.largest).toHaveLength(20)
  expect(waste.duplicates).toHaveLength(1)
  expect(waste.duplicates[0]?.paths).toHaveLength(20)
  expect(waste.duplicates[0]?.copies).toBe(40)
  expect(waste.duplicateBytes).toBe(39 * 4_000)
})

test('is remembered', async () => {
  await using own = await openedContents()
  const image = await pushImage(own.registry, [archiveOf(file('a', 'x'), file('b', 'x'))])
  const ask = () => own.contents.findWaste(image)
  const found = await untilRead(ask)
  await own.reopen()
  expect(await ask()).toStrictEqual(found)
})

test('folders that stay, and an image of one layer, waste nothing', async () => {
  const base = archiveOf('a/', file('a/b', 'xx'))
  const waste = await wasteIn(await pushImage(at.registry, [base, archiveOf('a/', file('a/c'))]))
  expect(waste).toMatchObject({ totalBytes: 2, hiddenBytes: 0, hidden: [], duplicates: [] })
  expect(await wasteIn(await pushImage(at.registry, [base]))).toMatchObject({ hiddenBytes: 0 })
})
