import { randomBytes } from 'node:crypto'
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Digest } from '../../server/oci/digest.ts'
import type { ByteRange, StorageDriver } from '../../server/storage/driver.ts'
import { APP } from '../registry/content.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { run } from '../support/command.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeWith } from '../support/tools.ts'
import { archiveOf, file, hardlink, PACKINGS, symlink } from './archives.ts'
import { listed, openedContents, pushImage, type Pushed } from './opened-contents.ts'

const cleanUp = cleanUpAfterAll()
const at = cleanUp.use(await openedContents())

const inLayer = ({ repository, digest, layers }: Pushed, path: string) => ({
  repository,
  digest,
  layer: layers.at(-1) ?? '',
  path,
})

async function view(image: Pushed, path: string) {
  await listed(at.contents, image)
  return await at.contents.viewFile(inLayer(image, path))
}

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(3_000_000)])
const HUGE_PNG = Buffer.concat([PNG, randomBytes(4 * 1024 * 1024)])
const LINE = 'zwölf Boxkämpfer 🚢 jagen\n'
const LONG = LINE.repeat(40_000)

const ALL = archiveOf(
  file('before', randomBytes(700_000)),
  file('etc/motd', 'hello\n'),
  file('empty'),
  file('long', LONG),
  file('binary', Buffer.from([1, 2, 0, 3])),
  file('latin1', Buffer.from('zw\xf6lf', 'latin1')),
  file('cut', Buffer.from('zwölf').subarray(0, 3)),
  file('png', PNG),
  file('huge.png', HUGE_PNG),
  file('jpeg', Buffer.from('ffd8ffe000104a464946', 'hex')),
  file('gif', Buffer.from('GIF89a...')),
  file('webp', Buffer.from('RIFF\x01\0\0\0WEBPVP8 ', 'latin1')),
  file('picture.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>'),
  hardlink('second', './etc/motd'),
  hardlink('third', 'second'),
  hardlink('loop', 'loop'),
  hardlink('astray', 'nowhere'),
  symlink('link', 'etc/motd'),
  { path: 'null', flag: '3' },
  { path: 'pipe', flag: '6' },
  'folder/',
  'etc/.wh.gone',
)

describe.each(['plain', 'gzip', 'zstd'] as const)('in a layer that is %s', (packing) => {
  const pushed = pushImage(at.registry, [PACKINGS[packing](ALL)])

  test.each<[string, object]>([
    ['etc/motd', { kind: 'text', text: 'hello\n', isCut: false, sizeBytes: 6 }],
    ['/etc/motd', { kind: 'text', text: 'hello\n', isCut: false, sizeBytes: 6 }],
    ['empty', { kind: 'text', text: '', isCut: false, sizeBytes: 0 }],
    ['second', { kind: 'text', text: 'hello\n', isCut: false, sizeBytes: 6 }],
    ['third', { kind: 'text', text: 'hello\n', isCut: false, sizeBytes: 6 }],
    ['binary', { kind: 'binary', sizeBytes: 4 }],
    ['latin1', { kind: 'binary', sizeBytes: 5 }],
    ['cut', { kind: 'binary', sizeBytes: 3 }],
    ['huge.png', { kind: 'binary', sizeBytes: HUGE_PNG.length }],
    [
      'jpeg',
      { kind: 'picture', mediaType: 'image/jpeg', base64: '/9j/4AAQSkZJRg==', sizeBytes: 10 },
    ],
    ['gif', { kind: 'picture', mediaType: 'image/gif', sizeBytes: 9 }],
    ['webp', { kind: 'picture', mediaType: 'image/webp', sizeBytes: 16 }],
    ['picture.svg', { kind: 'text', sizeBytes: 41 }],
  ])('%s', async (path, expected) => {
    expect(await view(await pushed, path)).toMatchObject(expected)
  })

  test('a long text is cut between two characters', async () => {
    const shown = await view(await pushed, 'long')
    expect(shown).toMatchObject({ kind: 'text', isCut: true, sizeBytes: Buffer.byteLength(LONG) })
    const { text } = shown as { text: string }
    expect(LONG.startsWith(text)).toBe(true)
    expect(512 * 1024 - Buffer.byteLength(text)).toBeLessThan(4)
  })

  test('a picture is whole', async () => {
    const shown = await view(await pushed, 'png')
    expect(shown).toMatchObject({ kind: 'picture', mediaType: 'image/png' })
    const { base64 } = shown as { base64: string }
    expect(Buffer.from(base64, 'base64').equals(PNG)).toBe(true)
  })

  test.each([
    ['etc', 'INVALID_INPUT', 'this is a folder'],
    ['link', 'INVALID_INPUT', 'this is a link; what it leads to can be opened'],
    ['loop', 'INVALID_INPUT', 'this hard link leads to itself'],
    ['astray', 'INVALID_INPUT', 'this hard link leads to a file that is not in its layer'],
    ['null', 'INVALID_INPUT', 'a device has no content'],
    ['pipe', 'INVALID_INPUT', 'a pipe has no content'],
    ['nowhere', 'NOT_FOUND', 'the layer has no such file'],
    ['etc/gone', 'NOT_FOUND', 'the layer has no such file'],
    ['../etc/motd', 'NOT_FOUND', 'the layer has no such file'],
  ])('%s has no content', async (path, code, message) => {
    await expect(view(await pushed, path)).rejects.toMatchObject({ code, message })
  })
})

describeWith(['tar'], 'a sparse file', () => {
  test.each(['gnu', 'pax'])('of GNU tar in %s format is refused', async (format) => {
    const { path } = cleanUp.use(await temporaryFolder('sparse'))
    await mkdir(join(path, 'fs'))
    await writeFile(join(path, 'fs/disk'), 'x')
    await truncate(join(path, 'fs/disk'), 3_000_000)
    const out = join(path, 'out.tar')
    await run('tar', ['-C', join(path, 'fs'), `--format=${format}`, '-S', '-cf', out, 'disk'])
    const image = await pushImage(at.registry, [await readFile(out)])
    const { items } = await listed(at.contents, image)
    expect(items).toMatchObject([{ path: 'disk', sizeBytes: 3_000_000 }])
    await expect(view(image, 'disk')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('without its holes'),
    })
  })
})

/** Notes what is opened, and how many bodies are open. */
function watching() {
  const ranges: (ByteRange | undefined)[] = []
  const bytes = { read: 0 }
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const wrap = (driver: StorageDriver): StorageDriver => ({
    ...driver,
    async open(path, range) {
      ranges.push(range)
      const opened = await driver.open(path, range)
      if (!opened) return undefined
      const { body } = opened
      return {
        ...opened,
        body: {
          ...body,
          close: body.close,
          async *[Symbol.asyncIterator]() {
            try {
              for await (const chunk of body) {
                bytes.read += chunk.length
                yield chunk
              }
            } finally {
              resolve()
            }
          },
        },
      }
    },
  })
  return { wrap, ranges, bytes, closed }
}

test('of a layer that is not packed only the bytes of the file are read', async () => {
  const { wrap, ranges } = watching()
  await using own = await openedContents({ wrap })
  const layer = archiveOf(file('a', 'x'.repeat(5_000)), file('b', 'hello'))
  const image = await pushImage(own.registry, [layer])
  await listed(own.contents, image)
  ranges.length = 0
  const shown = await own.contents.viewFile(inLayer(image, 'b'))
  expect(shown).toMatchObject({ text: 'hello' })
  const first = layer.indexOf('hello')
  expect(ranges).toStrictEqual([{ first, last: first + 4 }])
})

test('a packed layer is read no further than needed', async () => {
  const { wrap, bytes, closed } = watching()
  await using own = await openedContents({ wrap })
  const rest = Array.from({ length: 20 }, (_, n) => file(`rest-${n}`, randomBytes(1_000_000)))
  const image = await pushImage(own.registry, [
    PACKINGS.gzip(archiveOf(file('a', 'hello'), ...rest)),
  ])
  await listed(own.contents, image)
  bytes.read = 0
  await own.contents.viewFile(inLayer(image, 'a'))
  await closed
  expect(bytes.read).toBeLessThan(5_000_000)
})

test('reading ends when whoever asked leaves', async () => {
  const { wrap, closed } = watching()
  await using own = await openedContents({ wrap })
  const image = await pushImage(own.registry, [
    PACKINGS.gzip(archiveOf(file('a', randomBytes(20_000_000)))),
  ])
  await listed(own.contents, image)
  const leaving = new AbortController()
  const { body } = await own.contents.openFile(inLayer(image, 'a'), leaving.signal)
  await expect(async () => {
    for await (const _ of body) leaving.abort()
  }).rejects.toThrow(/./)
  await closed
})

test('a layer that is not in the index yet is read first', async () => {
  const image = await pushImage(at.registry, [archiveOf(file('fresh', 'new'))])
  const asked = inLayer(image, 'fresh')
  const shown = await at.contents.viewFile(asked)
  expect(shown).toMatchObject({ text: 'new' })
})

test('a layer whose bytes are gone has no files to show', async () => {
  const image = await pushImage(at.registry, [archiveOf(file('x', 'gone soon'))])
  await listed(at.contents, image)
  await at.registry.blobs.remove(APP, image.layers[0] as Digest)
  await expect(view(image, 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
