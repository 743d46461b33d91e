import { randomBytes } from 'node:crypto'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  archivedImage,
  descriptorOf,
  dockerSave,
  json,
  manifestOf,
} from '../support/archive-content.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { hardlink, symlink, type Files } from '../support/tar-of.ts'
import { imagesIn } from './opened-archive.ts'

const cleanUp = cleanUpAfterAll()
const read = (file: Files) => imagesIn(cleanUp, file)

describe('docker save before Docker 25', () => {
  test('an image keeps its config and its layers as they are', async () => {
    const image = archivedImage()
    const { images, contents } = await read(dockerSave([[image, 'a:1', 'localhost:5000/b:2']]))
    expect(images).toMatchObject([
      { names: ['a:1', 'b:2'], kind: 'image', platforms: ['linux/amd64'], hasManifest: false },
    ])
    const root = images[0]?.root
    const manifest = root && JSON.parse((await contents.read(root)).toString())
    expect(manifest).toEqual(JSON.parse(manifestOf(image).toString()))
  })

  test('several images, each once, share layers', async () => {
    const shared = randomBytes(5_000)
    const [one, two] = [archivedImage([shared]), archivedImage([shared, randomBytes(10)])]
    const { images } = await read(
      dockerSave([
        [one, 'a:1'],
        [two, 'b:1'],
        [one, 'c:1'],
      ]),
    )
    expect(images.map(({ names }) => names)).toEqual([['a:1', 'c:1'], ['b:1']])
  })

  test('a layer may be a link to that of another image', async () => {
    const image = archivedImage([randomBytes(100), randomBytes(200), randomBytes(300)])
    const [first = '', second = '', third = ''] = image.layers.map((_, at) => `${at}/layer.tar`)
    const manifest = { Config: 'c.json', RepoTags: ['a:1'], Layers: [first, second, third] }
    const { images } = await read({
      'c.json': image.config,
      'real/layer.tar': image.layers[0] ?? '',
      [first]: symlink('../real/layer.tar'),
      [second]: hardlink('other/layer.tar'),
      'other/layer.tar': image.layers[1] ?? '',
      'again/layer.tar': image.layers[2] ?? '',
      'between/layer.tar': symlink('../again/layer.tar'),
      [third]: symlink('../between/layer.tar'),
      'manifest.json': json([manifest]),
    })
    expect(images).toHaveLength(1)
  })

  test.each([
    ['gzip', gzipSync, '+gzip'],
    ['zstd', zstdCompressSync, '+zstd'],
  ] as const)('layers that are packed with %s stay so', async (_, pack, ending) => {
    const image = archivedImage()
    const packed = image.layers.map((layer) => pack(layer))
    const { images, contents } = await read(dockerSave([[{ ...image, layers: packed }, 'a:1']]))
    const root = images[0]?.root
    const { layers } = root && JSON.parse((await contents.read(root)).toString())
    expect(layers).toEqual(
      packed.map((layer) => descriptorOf(layer, `application/vnd.oci.image.layer.v1.tar${ending}`)),
    )
  })

  test('names that can be none here are left out', async () => {
    const { images } = await read(dockerSave([[archivedImage(), 'UPPER:1', 'ok:1', 'ok:1']]))
    expect(images[0]?.names).toEqual(['ok:1'])
  })
})
