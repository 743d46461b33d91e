import { expect, test } from 'vitest'
import { digestOf, type Digest } from '../../server/oci/digest.ts'
import { parseRepositoryName, type RepositoryName } from '../../server/oci/name.ts'
import { openLibrary } from '../../server/library/library.ts'
import { blobPath, revisionLink, tagLink } from '../../server/registry/layout.ts'
import { putManifest, tagOf } from '../registry/content.ts'
import { write } from '../storage/bytes.ts'
import {
  bytesOf,
  child,
  configFor,
  described,
  indexFor,
  layered,
  pushLayers,
  pushWith,
  repositoriesIn,
  tagsIn,
} from './content.ts'
import { listeningLog, openedLibrary, type OpenedLibrary } from './opened-library.ts'

const [A, B, C] = ['a', 'b', 'c'].map(parseRepositoryName) as [
  RepositoryName,
  RepositoryName,
  RepositoryName,
]
/** What differs between the images of `pushLayers`, by repository and tag. */
function ownBytes(name: RepositoryName, tag: string, layers: readonly string[]): number {
  const config = configFor(`${name}:${tag}`)
  return bytesOf(config, layered(config, layers))
}

test('tags that share layers: each blob counts once', async () => {
  await using at = await openedLibrary({
    async before(registry) {
      await pushLayers(registry, ['base', 'one', 'one'], 'v1', A)
      await pushLayers(registry, ['base', 'two'], 'v2', A)
    },
  })
  const [v1, v2] = await tagsIn(at.library, A)
  const own = [ownBytes(A, 'v1', ['base', 'one', 'one']), ownBytes(A, 'v2', ['base', 'two'])]
  expect(v1?.sizeBytes).toBe((own[0] ?? 0) + bytesOf('base', 'one'))
  expect(v2?.sizeBytes).toBe((own[1] ?? 0) + bytesOf('base', 'two'))
  const sizeBytes = (own[0] ?? 0) + (own[1] ?? 0) + bytesOf('base', 'one', 'two')
  expect(repositoriesIn(at.library)).toMatchObject([{ sizeBytes, sharedBytes: 0 }])
  expect(at.library.usedBytes()).toBe(sizeBytes)
})

test('repositories that share layers come and go', async () => {
  await using at = await openedLibrary()
  const { library, registry } = at
  const shared = () =>
    Object.fromEntries(repositoriesIn(library).map(({ name, sharedBytes }) => [name, sharedBytes]))
  const push = async (name: RepositoryName, layers: readonly string[]) => {
    const digest = await pushLayers(registry, layers, 'v1', name)
    library.pushed({ repository: name, digest, tag: 'v1', at: 1 })
    await library.settled()
    return digest
  }
  const remove = async (name: RepositoryName, digest: Digest) => {
    await registry.manifests.remove(name, digest)
    library.removed({ repository: name, digest })
    await library.settled()
  }

  const a = await push(A, ['base', 'most', 'a'])
  expect(shared()).toStrictEqual({ a: 0 })
  const b = await push(B, ['base', 'most', 'b'])
  expect(shared()).toStrictEqual({ a: 8, b: 8 })
  await push(C, ['base', 'c'])
  expect(shared()).toStrictEqual({ a: 8, b: 8, c: 4 })
  expect(library.usedBytes()).toBe(await countedAnew(at))
  await remove(A, a)
  expect(shared()).toStrictEqual({ b: 4, c: 4 })
  await remove(B, b)
  expect(shared()).toStrictEqual({ c: 0 })
  expect(library.usedBytes()).toBe(ownBytes(C, 'v1', ['base', 'c']) + bytesOf('base', 'c'))
  await push(A, ['base', 'a'])
  expect(shared()).toStrictEqual({ a: 4, c: 4 })
  expect(library.usedBytes()).toBe(await countedAnew(at))
})

/** The bytes in use, as a library that starts from nothing counts them. */
async function countedAnew({ registry, driver }: OpenedLibrary): Promise<number | undefined> {
  const fresh = openLibrary({ registry, driver, file: undefined, log: listeningLog([]) })
  await fresh.settled()
  const used = fresh.usedBytes()
  await fresh.close()
  return used
}

test('an index and a tag on one of its images share all of that', async () => {
  const configs = ['one', 'two'].map((name) => configFor(name))
  const [one, two] = configs.map((config) => layered(config, ['base', config])) as [Buffer, Buffer]
  const index = indexFor([child(one, 'linux/amd64'), child(two, 'linux/arm64')])
  await using at = await openedLibrary({
    async before(registry) {
      await pushWith(registry, [...configs, 'base'], one, 'one', A)
      await pushWith(registry, [...configs, 'base'], two, undefined, A)
      await putManifest(registry, index, 'all', A)
    },
  })
  const sizes = (await tagsIn(at.library, A)).map(({ sizeBytes }) => sizeBytes)
  const all = bytesOf(index, one, two, 'base', ...configs)
  expect(sizes).toStrictEqual([all, bytesOf(one, 'base', configs[0] ?? '')])
  expect(at.library.usedBytes()).toBe(all)
})

test('layers that live elsewhere take no space here', async () => {
  const config = configFor('windows')
  const type = 'application/vnd.oci.image.layer.nondistributable.v1.tar'
  const elsewhere = { ...described('far', 'a/b'), urls: ['https://example.com/far'] }
  const image = layered(config, [], {
    layers: [described('near', 'a/b'), described('x', type), elsewhere],
  })
  await using at = await openedLibrary({
    before: (registry) => pushWith(registry, [config, 'near'], image, 'v1', A),
  })
  expect(at.library.usedBytes()).toBe(bytesOf(config, image, 'near'))
  expect(await tagsIn(at.library, A)).toMatchObject([{ sizeBytes: at.library.usedBytes() }])
})

test('a build cache is as large as its layers', async () => {
  const cache = indexFor([
    described('layer', 'application/vnd.oci.image.layer.v1.tar'),
    described('{}', 'application/vnd.buildkit.cacheconfig.v0'),
  ])
  await using at = await openedLibrary({
    before: (registry) => pushWith(registry, ['layer', '{}'], cache, 'cache', A),
  })
  const sizeBytes = bytesOf(cache, 'layer', '{}')
  expect(await tagsIn(at.library, A)).toMatchObject([{ kind: 'build cache', sizeBytes }])
  expect(at.library.usedBytes()).toBe(sizeBytes)
})

test('an image of an index that is not here does not count', async () => {
  const absent = layered(configFor('absent'), ['x'])
  const index = indexFor([child(absent, 'linux/amd64')])
  const digest = digestOf(index)
  await using at = await openedLibrary({
    async before(registry, driver) {
      // As a registry that does not look has stored it.
      await write(driver, blobPath(digest), index)
      await write(driver, revisionLink(A, digest), Buffer.from(digest))
      await write(driver, tagLink(A, tagOf('v1')), Buffer.from(digest))
      await pushLayers(registry, ['x'], 'v1', B)
    },
  })
  expect(await tagsIn(at.library, A)).toMatchObject([
    { platforms: ['linux/amd64'], sizeBytes: bytesOf(index) },
  ])
})
