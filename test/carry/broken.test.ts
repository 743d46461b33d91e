import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readImages } from '../../server/carry/read-images.ts'
import {
  archivedImage,
  blobFiles,
  descriptorOf,
  dockerSave,
  hex,
  json,
  layoutOf,
  manifestOf,
} from '../support/archive-content.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { hardlink, symlink, tarOf, type Files } from '../support/tar-of.ts'
import { spooled, WAYS } from './opened-archive.ts'

const cleanUp = cleanUpAfterAll()
const image = archivedImage()
const saved = dockerSave([[image, 'a:1']])
const layer = Object.keys(saved).find((path) => path.endsWith('layer.tar')) ?? ''
const config = `${hex(image.id)}.json`
const manifest = manifestOf(image)
const laidOut = layoutOf([[manifest]], blobFiles(image.config, ...image.layers))
const blob = `blobs/sha256/${hex(image.id)}`
const whole = tarOf(saved)

const without = (files: Files, path: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([own]) => own !== path))

const HUGE = Buffer.alloc(5 * 1024 * 1024, ' ')

describe.each(WAYS)('read $way', ({ open }) => {
  test.each<[what: string, file: Files | Buffer, message: string | RegExp]>([
    ['nothing', Buffer.alloc(0), 'the file is empty: there are no images in it'],
    ['zeros', Buffer.alloc(4_096), 'the file is empty: there are no images in it'],
    ['no archive', Buffer.from('PK\u0003\u0004'.padEnd(5_000, 'zip')), 'this is no tar archive'],
    ['the beginning of a header', whole.subarray(0, 200), /^this is no tar archive$/],
    ['half of it', whole.subarray(0, whole.length / 2), /ends in the middle/],
    [
      'files that are none',
      tarOf({ 'etc/passwd': 'root' }),
      /neither index\.json nor manifest\.json/,
    ],
    [
      'a manifest.json that is none',
      { 'manifest.json': '[{' },
      '"manifest.json" is not valid JSON',
    ],
    [
      'a manifest.json that says nothing',
      { 'manifest.json': '[{}]' },
      '"manifest.json": image 1 has no Config',
    ],
    ['an empty manifest.json', { 'manifest.json': '[]' }, '"manifest.json" lists no images'],
    [
      'an index.json that is none',
      { 'index.json': '{' },
      '"index.json": the manifest is not valid JSON',
    ],
    [
      'an index.json that lists nothing',
      { 'index.json': '{"schemaVersion":2,"manifests":[]}' },
      '"index.json" lists no images',
    ],
    [
      'an index.json that is too large',
      { 'index.json': HUGE },
      '"index.json" has 5242880 bytes: more than 4 MiB are not read',
    ],
    ['no config', without(saved, config), `"${config}" is missing: the file is not complete`],
    ['no layer', without(saved, layer), `"${layer}" is missing: the file is not complete`],
    ['a config that is none', { ...saved, [config]: 'no' }, `"${config}" is not valid JSON`],
    [
      'more layers than the config has',
      { ...saved, [config]: '{}' },
      `"${config}": the image has 2 layers, its config 0: the file is damaged`,
    ],
    [
      'a layer that leads round',
      { ...saved, [layer]: symlink('../x/layer.tar'), 'x/layer.tar': symlink(`../${layer}`) },
      `"${layer}" is a link that leads round in a ring`,
    ],
    [
      'a layer that leads to itself',
      { ...saved, [layer]: symlink('layer.tar') },
      `"${layer}" is a link that leads round in a ring`,
    ],
    [
      'a layer that leads nowhere',
      { ...saved, [layer]: symlink('../no/layer.tar') },
      `"${layer}" is a link to "no/layer.tar", which is not there`,
    ],
    [
      'a layer that leads outside',
      { ...saved, [layer]: symlink('../../../etc/passwd') },
      `"${layer}" is a link to "(outside of the archive)", which is not there`,
    ],
    [
      'a layer that leads to the root',
      { ...saved, [layer]: symlink('/etc/passwd') },
      `"${layer}" is a link to "(outside of the archive)", which is not there`,
    ],
    [
      'a hard link outside',
      { ...saved, [layer]: hardlink('../../etc/passwd') },
      `"${layer}" is a link to "(outside of the archive)", which is not there`,
    ],
    [
      'a config that lies outside',
      { 'manifest.json': json([{ Config: '../../etc/passwd', Layers: [] }]) },
      '"../../etc/passwd" is missing: the file is not complete',
    ],
    [
      'a name that lies outside',
      { '../index.json': laidOut['index.json'] ?? '' },
      /neither index\.json nor manifest\.json/,
    ],
    [
      'a name from the root',
      { '/index.json': laidOut['index.json'] ?? '' },
      /neither index\.json nor manifest\.json/,
    ],
    ['no blob', without(laidOut, blob), `"${blob}" is missing: the file is not complete`],
    [
      'a blob of the wrong size',
      { ...laidOut, [blob]: 'short' },
      `"${blob}" has 5 bytes, not ${image.config.length}: the file is damaged`,
    ],
    [
      'a config of the wrong content',
      { ...laidOut, [blob]: Buffer.alloc(image.config.length) },
      `"${blob}": its content does not match its digest, so the file is damaged`,
    ],
  ])('%s', async (_, file, message) => {
    await expect(open(cleanUp, file).then(readImages)).rejects.toThrow(message)
  })

  test('a manifest that is too large', async () => {
    const large = Buffer.concat([manifest, HUGE])
    const files = layoutOf([[large]], blobFiles(image.config, ...image.layers))
    await expect(open(cleanUp, files).then(readImages)).rejects.toThrow(
      /^"blobs\/sha256\/[0-9a-f]{64}" has \d+ bytes: a manifest has at most 4 MiB$/,
    )
  })

  test('a digest that nobody can verify', async () => {
    const listed = {
      ...descriptorOf(manifest, 'application/vnd.oci.image.manifest.v1+json'),
      digest: 'md5:../../x',
    }
    const files = { 'index.json': json({ schemaVersion: 2, manifests: [listed] }) }
    await expect(open(cleanUp, files).then(readImages)).rejects.toThrow(/digest/)
  })
})

describe.each([
  ['gzip', (bytes: Buffer) => gzipSync(bytes)],
  ['zstd', (bytes: Buffer) => zstdCompressSync(bytes)],
])('packed with %s', (_, pack) => {
  const packed = pack(whole)

  test('half of it', async () => {
    const half = packed.subarray(0, packed.length / 2)
    await expect(spooled(cleanUp, half)).rejects.toThrow(
      'the file ends in the middle: it was cut off',
    )
  })

  test('damaged', async () => {
    const bad = Buffer.from(packed)
    bad.fill(0x55, 12, 60)
    await expect(spooled(cleanUp, bad)).rejects.toThrow(
      'the file is packed, and damaged: it cannot be unpacked',
    )
  })

  test('no archive', async () => {
    await expect(spooled(cleanUp, pack(Buffer.from('hello'.repeat(500))))).rejects.toThrow(
      'this is no tar archive',
    )
  })
})
