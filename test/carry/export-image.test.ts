import { describe, expect, test } from 'vitest'
import { layoutPath } from '../../server/carry/contents.ts'
import { exportImage, type ImageToExport } from '../../server/carry/export-image.ts'
import { readImages } from '../../server/carry/read-images.ts'
import { digestOf, hexOf } from '../../server/oci/digest.ts'
import type { Descriptor } from '../../server/oci/manifest.ts'
import { OCI_INDEX, OCI_MANIFEST } from '../../server/oci/media-types.ts'
import type { RepositoryName, Tag } from '../../server/oci/name.ts'
import { copyGraph } from '../../server/sync/copy.ts'
import { localRepository } from '../../server/sync/local.ts'
import { openRegistry } from '../registry/opened-registry.ts'
import { json } from '../support/archive-content.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { newShelf } from '../sync/image-in-memory.ts'
import { spooled } from './opened-archive.ts'

const cleanUp = cleanUpAfterAll()
const opened = cleanUp.use(await openRegistry())
const repository = 'team/app' as RepositoryName
const there = localRepository(opened.registry, repository)
const shelf = newShelf()

const CONFIG = 'application/vnd.oci.image.config.v1+json'

function image(platform: object, layers: readonly Descriptor[]): Descriptor {
  const config = shelf.put(json(platform), CONFIG)
  return shelf.put(
    json({ schemaVersion: 2, mediaType: OCI_MANIFEST, config, layers }),
    OCI_MANIFEST,
  )
}

const amd64 = { os: 'linux', architecture: 'amd64' }
const arm64 = { os: 'linux', architecture: 'arm64', variant: 'v8' }
const windows = { os: 'windows', architecture: 'amd64' }
const layer = shelf.layer(5_000)
const single = image(amd64, [layer, shelf.layer(100), layer])
const attestation = { ...image({ os: 'unknown', architecture: 'unknown' }, []) }
const index = shelf.put(
  json({
    schemaVersion: 2,
    mediaType: OCI_INDEX,
    manifests: [
      { ...single, platform: amd64 },
      { ...image(arm64, [layer]), platform: arm64 },
      { ...image(windows, []), platform: windows },
      { ...attestation, platform: { os: 'unknown', architecture: 'unknown' } },
    ],
  }),
  OCI_INDEX,
)
const chart = shelf.put(
  json({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: shelf.put(json({}), 'application/vnd.cncf.helm.config.v1+json'),
    layers: [],
  }),
  OCI_MANIFEST,
)

for (const [root, tag] of [
  [single, 'one'],
  [index, 'all'],
  [chart, 'chart'],
] as const) {
  await copyGraph(shelf, there, root)
  await there.tag(root, tag as Tag)
}

const wanted = (tag: string, more: Partial<ImageToExport> = {}): ImageToExport => ({
  repository,
  reference: { kind: 'tag', tag: tag as Tag },
  format: 'oci',
  ...more,
})

async function archiveOf(image: ImageToExport) {
  const { content, ...file } = await exportImage(there, image)
  const bytes = Buffer.concat(await Array.fromAsync(content))
  return { ...file, bytes, archive: await spooled(cleanUp, bytes) }
}

async function documentIn({ archive }: Awaited<ReturnType<typeof archiveOf>>, path: string) {
  const file = await archive.find(path)
  return file && JSON.parse(Buffer.concat(await Array.fromAsync(file.open())).toString())
}

test('is as long as it says, and the same each time', async () => {
  const one = await archiveOf(wanted('all'))
  expect(one.bytes.length).toBe(one.size)
  expect((await archiveOf(wanted('all'))).bytes.equals(one.bytes)).toBe(true)
})

test('has all platforms of an image, and can be read again', async () => {
  const file = await archiveOf(wanted('all'))
  expect(file).toMatchObject({ name: 'team-app-all.tar', digest: index.digest })
  const { images } = await readImages(file.archive)
  expect(images).toMatchObject([
    {
      names: ['team/app:all'],
      root: { digest: index.digest },
      platforms: ['linux/amd64', 'linux/arm64/v8', 'windows/amd64'],
    },
  ])
  expect(await documentIn(file, 'oci-layout')).toEqual({ imageLayoutVersion: '1.0.0' })
  expect(await documentIn(file, 'manifest.json')).toBeUndefined()
})

test.each<[platform: string, at: number]>([
  ['linux/amd64', 0],
  ['linux/arm64/v8', 1],
  ['linux/arm64', 1],
  ['windows/amd64', 2],
])('has one platform alone: %s', async (platform, at) => {
  const children = JSON.parse(Buffer.concat(await Array.fromAsync(shelf.fetch(index))).toString())
  const file = await archiveOf(wanted('all', { platform }))
  const listed = await documentIn(file, 'index.json')
  expect(listed.manifests).toMatchObject([{ digest: children.manifests[at].digest }])
  expect(file.name).toBe(`team-app-all-${platform.replaceAll('/', '-')}.tar`)
})

test('has what Docker looks for', async () => {
  const file = await archiveOf(wanted('all', { format: 'docker', platform: 'linux/amd64' }))
  const config = digestOf(json(amd64))
  const [image] = await documentIn(file, 'manifest.json')
  expect(image).toMatchObject({ Config: layoutPath(config), RepoTags: ['team/app:all'] })
  expect(image.Layers).toHaveLength(3)
  expect(image.Layers[0]).toBe(layoutPath(layer.digest))
  expect(image.Layers[2]).toBe(layoutPath(layer.digest))
  for (const layer of image.Layers) expect(await file.archive.find(layer)).toBeDefined()
})

test('of a digest has no name', async () => {
  const digest = single.digest as never
  const file = await archiveOf(
    wanted('', { reference: { kind: 'digest', digest }, format: 'docker' }),
  )
  expect(file.name).toBe(`team-app-${hexOf(digest).slice(0, 12)}.tar`)
  expect(await documentIn(file, 'manifest.json')).toMatchObject([{ RepoTags: null }])
  const { images } = await readImages(file.archive)
  expect(images).toMatchObject([{ names: [] }])
})

describe('it is told what cannot be', () => {
  test.each<[what: string, image: ImageToExport, field: string, message: string]>([
    ['no such image', wanted('none'), 'reference', 'there is no team/app:none'],
    [
      'no such platform',
      wanted('all', { platform: 'linux/s390x' }),
      'platform',
      'there is none for linux/s390x: the image has linux/amd64, linux/arm64/v8, windows/amd64',
    ],
    [
      'half a platform',
      wanted('all', { platform: 'linux/arm' }),
      'platform',
      'there is none for linux/arm: the image has linux/amd64, linux/arm64/v8, windows/amd64',
    ],
    [
      'a platform of an image for another',
      wanted('one', { platform: 'linux/arm64' }),
      'platform',
      'the image is for linux/amd64, not linux/arm64',
    ],
    [
      'a platform of what is for none',
      wanted('chart', { platform: 'linux/arm64' }),
      'platform',
      'the image is for no platform, not linux/arm64',
    ],
    [
      'which platform',
      wanted('all', { format: 'docker' }),
      'platform',
      'say for which platform: the image has linux/amd64, linux/arm64/v8, windows/amd64',
    ],
    [
      'no image',
      wanted('chart', { format: 'docker' }),
      'format',
      'team/app:chart is nothing that Docker runs: take oci',
    ],
  ])('%s', async (_, image, field, message) => {
    await expect(exportImage(there, image)).rejects.toMatchObject({ field, message })
  })

  test('a layer that is gone, before anything is sent', async () => {
    const lost = image(amd64, [shelf.layer(99), shelf.layer(98)])
    await copyGraph(shelf, there, lost)
    await there.tag(lost, 'lost' as Tag)
    const { registry } = opened
    const [, gone] = JSON.parse(
      Buffer.concat(await Array.fromAsync(shelf.fetch(lost))).toString(),
    ).layers
    await registry.blobs.remove(repository, gone.digest)
    await expect(exportImage(there, wanted('lost'))).rejects.toThrow(`${gone.digest} is gone`)
  })
})

test('a layer that is damaged in storage ends it', async () => {
  const bad = shelf.layer(3_000)
  const root = image(amd64, [bad])
  await copyGraph(shelf, there, root)
  await there.tag(root, 'bad' as Tag)
  const hex = bad.digest.replace('sha256:', '')
  await opened.meddle(
    `docker/registry/v2/blobs/sha256/${hex.slice(0, 2)}/${hex}/data`,
    'x'.repeat(3_000),
  )
  const { content } = await exportImage(there, wanted('bad'))
  await expect(Array.fromAsync(content)).rejects.toMatchObject({ code: 'DIGEST_INVALID' })
})

test('an image by sha512 has longer paths', async () => {
  const bytes = json({
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: shelf.put(json(amd64), CONFIG),
    layers: [layer],
  })
  const digest = digestOf(bytes, 'sha512')
  await opened.registry.manifests.put(repository, { kind: 'digest', digest }, bytes, undefined)
  const file = await archiveOf(wanted('', { reference: { kind: 'digest', digest } }))
  expect(file.bytes.length).toBe(file.size)
  expect(await readImages(file.archive)).toMatchObject({ images: [{ root: { digest } }] })
})
