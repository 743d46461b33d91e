import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  archivedImage,
  blobFiles,
  descriptorOf,
  hex,
  json,
  layoutOf,
  manifestOf,
  type ArchivedImage,
} from '../support/archive-content.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { digestOf } from '../support/snapshot.ts'
import { tarOf, type Files } from '../support/tar-of.ts'
import { imagesIn } from './opened-archive.ts'

const cleanUp = cleanUpAfterAll()
const read = (file: Files | Buffer) => imagesIn(cleanUp, file)

const INDEX = 'application/vnd.oci.image.index.v1+json'
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const NAME = 'io.containerd.image.name'
const REF = 'org.opencontainers.image.ref.name'

const allOf = ({ config, layers }: ArchivedImage): Files => blobFiles(config, ...layers)

interface Child {
  readonly image: ArchivedImage
  readonly architecture: string
}

/** An index of images for several platforms, and all that they consist of. */
function indexOf(children: readonly Child[]) {
  const manifests = children.map(({ image, architecture }) => ({
    ...descriptorOf(manifestOf(image), MANIFEST),
    platform: { os: 'linux', architecture },
  }))
  const index = json({ schemaVersion: 2, mediaType: INDEX, manifests })
  const blobs = children.map(({ image }) => ({ ...allOf(image), ...blobFiles(manifestOf(image)) }))
  return { index, blobs: Object.assign({}, ...blobs) as Files }
}

const child = (architecture: string): Child => ({
  image: archivedImage(undefined, architecture),
  architecture,
})

/** A manifest that says something of another. */
const voucher = (subject: Buffer): Buffer =>
  json({
    schemaVersion: 2,
    mediaType: MANIFEST,
    artifactType: 'application/spdx+json',
    config: descriptorOf(Buffer.from('{}'), 'application/vnd.oci.empty.v1+json'),
    layers: [descriptorOf(Buffer.from('{}'), 'application/vnd.oci.empty.v1+json')],
    subject: descriptorOf(subject, MANIFEST),
  })

describe('an image layout', () => {
  const image = archivedImage()
  const manifest = manifestOf(image)

  test.each<[what: string, annotations: Readonly<Record<string, string>>, names: string[]]>([
    ['Docker and containerd name', { [NAME]: 'docker.io/library/x:1', [REF]: '1' }, ['x:1']],
    ['podman and buildah name', { [REF]: 'localhost/x:1' }, ['x:1']],
    ['is named by a tag alone', { [REF]: '1' }, []],
    ['has no name', {}, []],
  ])('that %s', async (_, annotations, names) => {
    const { images } = await read(layoutOf([[manifest, annotations]], allOf(image)))
    expect(images).toMatchObject([
      { names, kind: 'image', platforms: ['linux/amd64'], hasManifest: true },
    ])
    expect(images[0]?.root.digest).toBe(digestOf(manifest))
  })

  test('an image that is listed by several names is one', async () => {
    const listed = ['a:1', 'b:1'].map((name) => [manifest, { [NAME]: name }] as const)
    const { images } = await read(layoutOf(listed, allOf(image)))
    expect(images.map(({ names }) => names)).toEqual([['a:1', 'b:1']])
  })

  test('that has names for Docker alone', async () => {
    const other = archivedImage()
    const listed = [
      { Config: `blobs/sha256/${hex(image.id)}`, RepoTags: ['a:1'], Layers: [] },
      { Config: `blobs/sha256/${hex(other.id)}`, RepoTags: null, Layers: [] },
    ]
    const { images } = await read({
      ...layoutOf([[manifest], [manifestOf(other)]], { ...allOf(image), ...allOf(other) }),
      'manifest.json': json(listed),
    })
    expect(images.map(({ names }) => names)).toEqual([['a:1'], []])
  })

  test.each([
    ['plain', (bytes: Buffer) => bytes],
    ['packed with gzip', (bytes: Buffer) => gzipSync(bytes)],
    ['packed with zstd', (bytes: Buffer) => zstdCompressSync(bytes)],
    [
      'packed with gzip in two parts',
      (bytes: Buffer) =>
        Buffer.concat([gzipSync(bytes.subarray(0, 999)), gzipSync(bytes.subarray(999))]),
    ],
  ])('%s', async (_, pack) => {
    const { images } = await read(pack(tarOf(layoutOf([[manifest]], allOf(image)))))
    expect(images).toHaveLength(1)
  })

  test('paths may begin with ./', async () => {
    const files = Object.entries(layoutOf([[manifest]], allOf(image)))
    const dotted = Object.fromEntries(files.map(([path, bytes]) => [`./${path}`, bytes]))
    expect((await read(dotted)).images).toHaveLength(1)
  })

  test('of several platforms, under two indexes', async () => {
    const { index, blobs } = indexOf([child('amd64'), child('arm64')])
    const outer = json({
      schemaVersion: 2,
      mediaType: INDEX,
      manifests: [descriptorOf(index, INDEX), descriptorOf(manifest, MANIFEST)],
    })
    const files = { ...blobs, ...allOf(image), ...blobFiles(index, manifest) }
    const plain = await read(layoutOf([[index, { [NAME]: 'a:1' }]], blobs))
    expect(plain.images).toMatchObject([
      { kind: 'multi-platform image', platforms: ['linux/amd64', 'linux/arm64'] },
    ])
    const nested = await read(layoutOf([[outer, { [NAME]: 'a:1' }]], files))
    expect(nested.images).toMatchObject([{ root: { digest: digestOf(outer) }, names: ['a:1'] }])
  })

  test('what is said of an image goes along with it', async () => {
    const sbom = voucher(manifest)
    const signature = voucher(sbom)
    const stranger = voucher(Buffer.from('elsewhere'))
    const { images } = await read(
      layoutOf([[signature], [manifest, { [NAME]: 'a:1' }], [sbom], [stranger]], {
        ...allOf(image),
        ...blobFiles(Buffer.from('{}')),
      }),
    )
    expect(images).toMatchObject([
      { names: ['a:1'], referrers: [{ digest: digestOf(sbom) }, { digest: digestOf(signature) }] },
      { names: [], root: { digest: digestOf(stranger) }, kind: 'SBOM', referrers: [] },
    ])
  })

  test('which has one platform of its index: that one counts', async () => {
    const [here, away] = [child('amd64'), child('arm64')]
    const { index } = indexOf([here, away])
    const { blobs } = indexOf([here])
    const { images, notes } = await read(layoutOf([[index, { [NAME]: 'a:1' }]], blobs))
    expect(images).toMatchObject([
      {
        root: { digest: digestOf(manifestOf(here.image)) },
        names: ['a:1'],
        kind: 'image',
        hasManifest: true,
      },
    ])
    expect(notes).toEqual(['a:1: linux/arm64 is not in the file and was left out'])
  })

  test('which has some platforms of its index: they get one of their own', async () => {
    const children = [child('amd64'), child('arm64'), child('s390x')]
    const { index } = indexOf(children)
    const { index: rest, blobs } = indexOf(children.slice(1))
    const { images, notes } = await read(layoutOf([[index, { [NAME]: 'a:1' }]], blobs))
    expect(images).toMatchObject([
      {
        root: { digest: digestOf(rest), mediaType: INDEX },
        platforms: ['linux/arm64', 'linux/s390x'],
        hasManifest: false,
      },
    ])
    expect(notes).toEqual(['a:1: linux/amd64 is not in the file and was left out'])
  })

  test('one of whose images is not whole: the others count', async () => {
    const broken = archivedImage()
    const { images, damage } = await read(
      layoutOf(
        [
          [manifestOf(broken), { [NAME]: 'bad:1' }],
          [manifest, { [NAME]: 'good:1' }],
        ],
        allOf(image),
      ),
    )
    expect(images.map(({ names }) => names)).toEqual([['good:1']])
    const path = `blobs/sha256/${hex(broken.id)}`
    expect(damage).toEqual([
      `an image was left out: "${path}" is missing: the file is not complete`,
    ])
  })
})
