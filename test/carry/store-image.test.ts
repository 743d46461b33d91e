import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { inEntry } from '../../server/carry/contents.ts'
import { readImages } from '../../server/carry/read-images.ts'
import { storeImage } from '../../server/carry/store-image.ts'
import type { RepositoryName, Tag } from '../../server/oci/name.ts'
import type { CopyError } from '../../server/sync/copy.ts'
import { localRepository } from '../../server/sync/local.ts'
import { openRegistry } from '../registry/opened-registry.ts'
import {
  archivedImage,
  blobFiles,
  dockerSave,
  layoutOf,
  manifestOf,
} from '../support/archive-content.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { digestOf } from '../support/snapshot.ts'
import type { Files } from '../support/tar-of.ts'
import { spooled } from './opened-archive.ts'

const cleanUp = cleanUpAfterAll()
const name = 'team/app' as RepositoryName
const tags = ['v1', 'v2'] as Tag[]

async function storeAll(files: Files) {
  const { registry } = cleanUp.use(await openRegistry())
  const { images, contents } = await readImages(await spooled(cleanUp, files))
  const [image] = images
  if (!image) throw new Error('no image')
  const target = localRepository(registry, name)
  const { root, referrers } = image
  const stored = storeImage(target, { source: contents, root, referrers, tags })
  return { registry, contents, stored }
}

test('an image is there with its tags', async () => {
  const image = archivedImage()
  const { registry, stored } = await storeAll(dockerSave([[image]]))
  const { digest, manifests } = await stored
  expect(manifests).toEqual([digest])
  for (const tag of tags) {
    expect((await registry.manifests.get(name, { kind: 'tag', tag }))?.digest).toBe(digest)
  }
  expect(await registry.blobs.size(name, image.id as never)).toBe(image.config.length)
})

const image = archivedImage([randomBytes(1_000), randomBytes(2_000)])
const [, second = Buffer.alloc(0)] = image.layers
const path = (files: Files): string =>
  Object.keys(files).find((path) => files[path] === second) ?? ''
const saved = dockerSave([[image]])
const laidOut = layoutOf([[manifestOf(image)]], blobFiles(image.config, ...image.layers))

test.each([
  ['docker save of old', saved],
  ['an image layout', laidOut],
])('of a damaged layer in %s nothing can be seen, and its entry is named', async (_, files) => {
  const damaged = { ...files, [path(files)]: Buffer.alloc(second.length, 'x') }
  const { registry, contents, stored } = await storeAll(damaged)
  const error = await stored.then(
    () => undefined,
    (error: CopyError) => error,
  )
  expect(error?.descriptor.digest).toBe(digestOf(second))
  expect(inEntry(contents.entryOf(digestOf(second)), error?.cause)).toMatchObject({
    message: `"${path(files)}": its content does not match its digest, so the file is damaged`,
  })
  expect(await Array.fromAsync(registry.tags.list(name))).toEqual([])
  expect(await Array.fromAsync(registry.catalog.list())).toEqual([])
  expect(await Array.fromAsync(registry.catalog.withUploads())).toEqual([name])
  expect(await registry.blobs.size(name, digestOf(second) as never)).toBeUndefined()
})
