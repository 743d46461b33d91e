import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { StorageUnavailable } from '../../server/storage/driver.ts'
import { hexOf, type Digest } from '../../server/oci/digest.ts'
import { OTHER } from '../registry/content.ts'
import { archiveOf, file, PACKINGS } from './archives.ts'
import { gated } from './gated-driver.ts'
import { manualClock } from './manual-clock.ts'
import { listed, openedContents, pushImage, type Pushed } from './opened-contents.ts'

const ROOT = { folder: '', sort: 'name', offset: 0, limit: 100 } as const
const hex = (digest: Digest | undefined): string => (digest ? hexOf(digest) : 'none')

/** Storage and time in the hands of the test. */
async function inHand() {
  const storage = gated()
  const clock = manualClock()
  const at = await openedContents({ wrap: storage.wrap, clock })
  const ask = (image: Pushed, more: object = {}) =>
    at.contents.listFiles({
      repository: image.repository,
      digest: image.digest,
      ...ROOT,
      ...more,
    })
  /** What is answered while storage holds everybody up. */
  async function askMeanwhile(image: Pushed, more: object = {}) {
    const asked = ask(image, more)
    await storage.waiting
    await clock.pending(250)
    clock.advance(250)
    return await asked
  }
  return { at, storage, clock, ask, askMeanwhile, [Symbol.asyncDispose]: at[Symbol.asyncDispose] }
}

const BIG = archiveOf(
  file('first', 'x'.repeat(100)),
  file('dir/second', 'yy'),
  file('third', randomBytes(2_000_000)),
)

test('what was found is told while the rest is read', async () => {
  await using own = await inHand()
  const image = await pushImage(own.at.registry, [BIG])
  own.storage.hold(10_240)
  const meanwhile = await own.askMeanwhile(image)
  expect(meanwhile).toMatchObject({
    reading: { state: 'reading', doneBytes: 10_240, totalBytes: BIG.length, entries: 3 },
    items: [
      { path: 'dir', sizeBytes: 2, files: 1 },
      { path: 'first', sizeBytes: 100 },
    ],
  })
  own.storage.release()
  expect(await listed(own.at.contents, image)).toMatchObject({
    reading: { state: 'ready', doneBytes: BIG.length },
    total: 3,
  })
})

test('a layer above one that is read already is seen with it', async () => {
  await using own = await inHand()
  const below = archiveOf(file('dir/below', 'bbb'), file('first', 'old'), file('gone'))
  const above = archiveOf(
    '.wh.gone',
    file('first', 'x'.repeat(100)),
    file('dir/second', 'yy'),
    BIG_FILE,
  )
  await listed(own.at.contents, await pushImage(own.at.registry, [below]))
  const image = await pushImage(own.at.registry, [below, above])
  own.storage.hold(10_240)
  expect(await own.askMeanwhile(image)).toMatchObject({
    total: 2,
    items: [
      { path: 'dir', sizeBytes: 5, files: 2 },
      { path: 'first', sizeBytes: 100 },
    ],
  })
  expect(await own.askMeanwhile(image, { folder: 'dir' })).toMatchObject({
    items: [{ path: 'dir/below' }, { path: 'dir/second' }],
  })
  own.storage.release()
  expect(await listed(own.at.contents, image)).toMatchObject({ total: 3 })
})

const BIG_FILE = file('zzz', randomBytes(2_000_000))

test('two who ask at once read once, of whatever image', async () => {
  await using own = await inHand()
  const shared = archiveOf(file('shared'))
  const one = await pushImage(own.at.registry, [shared, archiveOf(file('one'))])
  const two = await pushImage(own.at.registry, [shared, archiveOf(file('two'))], { name: OTHER })
  const all = await Promise.all([own.ask(one), own.ask(two), own.ask(one), own.ask(two)])
  expect(all.map(({ items }) => items.map(({ path }) => path))).toStrictEqual([
    ['one', 'shared'],
    ['shared', 'two'],
    ['one', 'shared'],
    ['shared', 'two'],
  ])
  for (const digest of [...one.layers, ...two.layers])
    expect(own.storage.opened(hex(digest))).toBe(1)
})

test('the layer that is asked for comes first, the others from the lowest up', async () => {
  await using own = await inHand()
  const layers = ['a', 'b', 'c'].map((name) => archiveOf(file(name)))
  const image = await pushImage(own.at.registry, layers)
  own.storage.hold(512)
  const layer = image.layers[1]
  await own.askMeanwhile(image, { layer })
  expect(image.layers.map((digest) => own.storage.opened(hex(digest)))).toStrictEqual([0, 1, 0])
  own.storage.release()
  expect(await listed(own.at.contents, image, layer ? { layer } : {})).toMatchObject({
    items: [{ path: 'b', change: 'added' }],
    reading: { state: 'ready' },
  })
  // Those above it are nobody's wish.
  expect(image.layers.map((digest) => own.storage.opened(hex(digest)))).toStrictEqual([1, 1, 0])
})

test('reading ends when nobody has asked for a while, and begins anew', async () => {
  await using own = await inHand()
  const image = await pushImage(own.at.registry, [BIG])
  own.storage.hold(10_240)
  await own.askMeanwhile(image)
  own.clock.advance(19_000)
  await own.askMeanwhile(image)
  // It was asked for: it goes on.
  own.clock.advance(19_000)
  expect((await own.askMeanwhile(image)).reading.doneBytes).toBe(10_240)
  expect(own.storage.opened(hex(image.layers[0]))).toBe(1)
  own.clock.advance(20_000)
  own.storage.hold(10_240)
  const anew = await own.askMeanwhile(image)
  expect(anew).toMatchObject({ reading: { state: 'reading', doneBytes: 10_240 } })
  expect(own.storage.opened(hex(image.layers[0]))).toBe(2)
  own.storage.release()
  expect(await listed(own.at.contents, image)).toMatchObject({ total: 3 })
})

test('a reading that another one waits for goes on', async () => {
  await using own = await inHand()
  const one = await pushImage(own.at.registry, [BIG])
  const two = await pushImage(own.at.registry, [BIG, archiveOf(file('two'))])
  own.storage.hold(10_240)
  await own.askMeanwhile(one)
  own.clock.advance(10_000)
  await own.askMeanwhile(two)
  own.clock.advance(10_000)
  own.storage.release()
  expect(await listed(own.at.contents, two)).toMatchObject({ total: 4 })
  expect(own.storage.opened(hex(one.layers[0]))).toBe(1)
})

test('closing waits for no storage', async () => {
  const own = await inHand()
  const image = await pushImage(own.at.registry, [BIG])
  own.storage.hold(10_240)
  await own.askMeanwhile(image)
  await own.at.contents.close()
  expect(own.at.complaints).toStrictEqual([])
  own.storage.release()
  await own[Symbol.asyncDispose]()
})

test('storage that fails is told, and tried again later', async () => {
  await using own = await inHand()
  const image = await pushImage(own.at.registry, [PACKINGS.gzip(BIG)])
  own.storage.failure = new StorageUnavailable('the container is away')
  expect((await own.ask(image)).reading).toMatchObject({
    state: 'failed',
    message: `layer ${hex(image.layers[0]).slice(0, 12)}: the container is away`,
  })
  expect(own.at.complaints).toStrictEqual(['an image could not be looked into'])
  own.storage.failure = undefined
  expect((await own.ask(image)).reading.state).toBe('failed')
  expect(own.storage.opened(hex(image.layers[0]))).toBe(1)
  own.clock.advance(10_000)
  expect(await own.ask(image)).toMatchObject({ total: 3, reading: { state: 'ready' } })
})

test('a layer below that cannot be read does not hide one that can', async () => {
  await using own = await inHand()
  const image = await pushImage(own.at.registry, [Buffer.from('no archive'), archiveOf(file('a'))])
  const layer = image.layers[1]
  const { items, reading } = await own.ask(image, { layer })
  expect(items).toStrictEqual([expect.not.objectContaining({ change: 'added' })])
  expect(reading).toMatchObject({
    state: 'ready',
    message: expect.stringContaining('it is no archive of files'),
  })
  expect((await own.ask(image)).reading.state).toBe('failed')
})

test('a layer that is not there', async () => {
  await using own = await inHand()
  const image = await pushImage(own.at.registry, [archiveOf(file('a'))])
  const layer = image.layers[0]
  if (layer) await own.at.driver.remove(`docker/registry/v2/blobs/sha256/${hex(layer).slice(0, 2)}`)
  expect((await own.ask(image)).reading).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('it is not stored'),
  })
})

test('bytes that do not match their digest', async () => {
  await using own = await inHand()
  const image = await pushImage(own.at.registry, [archiveOf(file('a', 'good'))])
  const path = `docker/registry/v2/blobs/sha256/${hex(image.layers[0]).slice(0, 2)}/${hex(image.layers[0])}/data`
  await own.at.driver.writeInOrder([[{ path, bytes: archiveOf(file('a', 'evil')) }]])
  expect((await own.ask(image)).reading).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('does not match its digest'),
  })
  expect((await own.ask(image)).items).toStrictEqual([])
})
