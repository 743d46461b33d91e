import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../server/contents/limits.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { archiveOf, file, hardlink, symlink } from './archives.ts'
import { everything, listed, openedContents, pushImage, untilRead } from './opened-contents.ts'

const cleanUp = cleanUpAfterAll()
const at = cleanUp.use(await openedContents())

/** A layer whose entries have these paths. */
const withPaths = (...paths: readonly string[]): Buffer =>
  archiveOf(...paths.map((path) => file(path, 'x')))

describe('names', () => {
  test.each<[string, readonly string[], readonly string[], number]>([
    ['that lead out', ['../x', 'a/../../x', '/../x', '..', 'a/..', 'ok'], ['ok'], 5],
    [
      'from the root',
      ['/etc/passwd', '//a', './b', '././c'],
      ['a', 'b', 'c', 'etc/', 'etc/passwd'],
      0,
    ],
    ['with doubled slashes', ['a//b', 'a/./c'], ['a/', 'a/b', 'a/c'], 0],
    [
      'that look like others’',
      ['C:\\x', 'a\\..\\b', 'nul', '~'],
      ['C:\\x', 'a\\..\\b', 'nul', '~'],
      0,
    ],
    ['of whiteouts that lead out', ['.wh...', 'a/.wh..', '.wh.', 'b'], ['b'], 3],
    ['that are too long', [`${'x'.repeat(4_097)}`, 'y'], ['y'], 1],
    ['that are too deep', [Array(257).fill('d').join('/'), 'y'], ['y'], 1],
  ])('%s', async (_what, paths, shown, leftOut) => {
    const image = await pushImage(at.registry, [withPaths(...paths)])
    expect(await everything(at.contents, image)).toStrictEqual(shown)
    const { reading } = await listed(at.contents, image)
    const told = /(\d+) entr(?:y was|ies were) left out/.exec(reading.message ?? '')?.[1]
    expect(Number(told ?? 0)).toBe(leftOut)
  })

  test('of 255 folders', async () => {
    const path = Array(255).fill('d').join('/')
    const image = await pushImage(at.registry, [withPaths(path)])
    const { repository, digest } = image
    const found = await untilRead(() => at.contents.getFile({ repository, digest, path }))
    expect(found.entry?.path).toBe(path)
  })

  test('with a NUL, in an extended header', async () => {
    const image = await pushImage(at.registry, [
      archiveOf({ path: 'x', pax: { path: 'a\0b' } }, file('ok')),
    ])
    expect(await everything(at.contents, image)).toStrictEqual(['ok'])
  })

  test('that are no UTF-8 are shown somehow', async () => {
    const archive = archiveOf(file('zw!lf'))
    // The sum of the header stays right: what one byte gets, another loses.
    archive[archive.indexOf('!')] = 0xf6
    const sum = archive
      .subarray(0, 512)
      .reduce((all, byte, n) => all + (n >= 148 && n < 156 ? 32 : byte), 0)
    archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
    const image = await pushImage(at.registry, [archive])
    expect(await everything(at.contents, image)).toStrictEqual(['zw\ufffdlf'])
  })
})

test('links, devices and numbers of any kind are only told', async () => {
  const image = await pushImage(at.registry, [
    archiveOf(
      symlink('absolute', '/etc/passwd'),
      symlink('out', '../../../../etc/passwd'),
      hardlink('hard', '../../etc/passwd'),
      { path: 'long', flag: '2', pax: { linkpath: 'x'.repeat(5_000) } },
      { path: 'dev/null', flag: '3' },
      { path: 'dev/sda', flag: '6' },
      { path: 'unknown', flag: 'Z', text: 'data' },
      { path: 'owner', pax: { uid: '-1', gid: '0.5' } },
      { path: 'time', pax: { mtime: '-1e300' } },
      { path: 'far', pax: { mtime: '9000000000000000' } },
    ),
  ])
  const { items, reading } = await listed(at.contents, image)
  expect(items).toMatchObject([
    { path: 'absolute', type: 'symlink', target: '/etc/passwd' },
    { path: 'dev', type: 'directory' },
    { path: 'far' },
    { path: 'hard', type: 'hardlink', target: '../../etc/passwd' },
    { path: 'out', type: 'symlink' },
    { path: 'owner' },
    { path: 'time' },
    { path: 'unknown', type: 'other' },
  ])
  expect(items[5]).not.toHaveProperty('uid')
  expect(items[5]).not.toHaveProperty('gid')
  expect(items[2]).not.toHaveProperty('modifiedAt')
  expect(items[6]).not.toHaveProperty('modifiedAt')
  expect(reading.message).toContain('1 entry was left out')
})

test.each<[what: string, layer: Buffer, message: RegExp]>([
  ['a text', Buffer.from('this is a text'), /it is no archive of files/],
  ['a zip', Buffer.from('PK\x03\x04'.padEnd(2_000, 'x')), /it is no archive of files/],
  [
    'a manifest',
    Buffer.from(JSON.stringify({ a: 'x'.repeat(1_000) })),
    /it is no archive of files/,
  ],
  ['cut off', withPaths('a', 'b').subarray(0, 1_300), /after "a": the archive ends in the middle/],
  ['a cut gzip', gzipSync(withPaths('a')).subarray(0, 40), /cannot be unpacked: unexpected end/],
  ['a broken gzip', Buffer.from([0x1f, 0x8b, ...Array(50).fill(9)]), /cannot be unpacked/],
  ['a cut zstd', zstdCompressSync(withPaths('a')).subarray(0, 40), /cannot be unpacked/],
  [
    'a number that is none',
    archiveOf({ path: 'x', pax: { size: '-5' } }),
    /size of the extended header is no size/,
  ],
  [
    'a size without end',
    archiveOf({ path: 'x', text: '', size: 2 ** 40 }),
    /the archive ends in the middle/,
  ],
])('%s is refused with what is wrong', async (_what, layer, message) => {
  const image = await pushImage(at.registry, [layer])
  const { items, reading } = await listed(at.contents, image)
  expect(items).toStrictEqual([])
  expect(reading.state).toBe('failed')
  expect(reading.message).toMatch(message)
  expect(at.complaints).toStrictEqual([])
})

test('an empty layer, and one of nothing but an end', async () => {
  const image = await pushImage(at.registry, [Buffer.alloc(0), archiveOf()])
  expect(await listed(at.contents, image)).toMatchObject({ total: 0, reading: { state: 'ready' } })
})

const deep = (n: number) => file(Array(50).fill(`${n}`).join('/'))

describe('bounds', () => {
  test('entries beyond the bound are not shown', async () => {
    await using own = await openedContents({ limits: { ...LIMITS, layerRows: 100 } })
    const many = Array.from({ length: 1_000 }, (_, n) => file(`f${n}`, 'x'.repeat(1_000)))
    const image = await pushImage(own.registry, [archiveOf(...many), archiveOf(file('above'))])
    const { total, reading } = await listed(own.contents, image)
    expect(total).toBe(101)
    expect(reading).toMatchObject({
      state: 'ready',
      message: expect.stringContaining('only the first 100 entries are shown'),
    })
  })

  test('folders that nobody names count too', async () => {
    await using own = await openedContents({ limits: { ...LIMITS, layerRows: 100 } })
    const image = await pushImage(own.registry, [
      archiveOf(...Array.from({ length: 99 }, (_, n) => deep(n))),
    ])
    const { total, reading } = await listed(own.contents, image)
    expect(total).toBeLessThan(5)
    expect(reading.message).toContain('only the first 100 entries')
  })

  test('long names count more', async () => {
    await using own = await openedContents({ limits: { ...LIMITS, layerRows: 100 } })
    const long = Array.from({ length: 90 }, (_, n) => file(`${n}`.padEnd(3_000, 'x')))
    const image = await pushImage(own.registry, [archiveOf(...long)])
    const { total, reading } = await listed(own.contents, image)
    expect(total).toBeLessThan(12)
    expect(reading.message).toContain('only the first 100 entries')
  })

  test.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
    ['gzip', (bytes) => gzipSync(bytes), /unpacks to more than 100 times its size/],
    ['zstd', (bytes) => zstdCompressSync(bytes), /unpacks to more than 100 times its size/],
    ['plain', (bytes) => bytes, /larger than/],
  ])('a bomb of %s', async (_what, pack, message) => {
    const limits = { ...LIMITS, unpackedBytes: 8 * 2 ** 20, ratioFromBytes: 2 ** 20, ratio: 100 }
    await using own = await openedContents({ limits })
    const image = await pushImage(own.registry, [
      pack(archiveOf(file('zeros', Buffer.alloc(20 * 2 ** 20)))),
    ])
    const { reading } = await listed(own.contents, image)
    expect(reading.state).toBe('failed')
    expect(reading.message).toMatch(message)
  })
})

test('nothing is written but the index', async () => {
  await using own = await openedContents()
  const image = await pushImage(own.registry, [
    archiveOf(
      file('../escaped', 'x'),
      file('/tmp/berth-escaped', 'x'),
      symlink('a', '/tmp'),
      file('a/b'),
    ),
  ])
  await listed(own.contents, image)
  const files = await readdir(dirname(own.file))
  expect(files.filter((name) => !name.startsWith('contents.db'))).toStrictEqual([])
  expect(await readdir('/tmp')).not.toContain('berth-escaped')
})
