import { describe, expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { parseRepositoryName } from '../../server/oci/name.ts'
import { REPOSITORIES, repositoryPath, tagLink } from '../../server/registry/layout.ts'
import { type StorageDriver } from '../../server/storage/driver.ts'
import { APP, OTHER, putManifest, tagOf } from '../registry/content.ts'
import {
  bytesOf,
  child,
  configFor,
  indexFor,
  layered,
  pushLayers,
  pushWith,
  repositoriesIn,
  tagsIn,
  tellPushed,
} from './content.ts'
import { openedInMemory, openedLibrary } from './opened-library.ts'

const CONFIG = configFor('app', { variant: 'v2' })
const IMAGE = layered(CONFIG, ['layer one', 'layer two'])

describe.each([
  ['a folder', openedLibrary],
  ['memory', openedInMemory],
])('on %s', (_, open) => {
  test('what is there at the start is listed', async () => {
    await using at = await open({
      async before(registry) {
        await pushWith(registry, [CONFIG, 'layer one', 'layer two'], IMAGE, 'v1')
        await pushLayers(registry, ['x'], 'latest', OTHER)
      },
    })
    expect(at.library.status()).toStrictEqual({ state: 'ready', repositories: 2, tags: 2 })
    expect(repositoriesIn(at.library)).toMatchObject([
      { name: 'other', tags: 1 },
      { name: 'team/app', tags: 1, sizeBytes: bytesOf(IMAGE, CONFIG, 'layer one', 'layer two') },
    ])
    expect(await tagsIn(at.library)).toStrictEqual([
      {
        tag: 'v1',
        digest: digestOf(IMAGE),
        kind: 'image',
        platforms: ['linux/amd64/v2'],
        sizeBytes: bytesOf(IMAGE, CONFIG, 'layer one', 'layer two'),
        pushedAt: expect.any(Number),
      },
    ])
    expect(at.complaints).toStrictEqual([])
  })

  test('nothing is there', async () => {
    await using at = await open()
    expect(at.library.status()).toStrictEqual({ state: 'ready', repositories: 0, tags: 0 })
    expect(at.library.usedBytes()).toBe(0)
    expect(repositoriesIn(at.library)).toStrictEqual([])
  })
})

test('a tag is as old as its file', async () => {
  await using at = await openedLibrary({ before: (registry) => pushLayers(registry, ['x'], 'v1') })
  const stat = await at.driver.stat(tagLink(APP, tagOf('v1')))
  const [tag] = await tagsIn(at.library)
  expect(tag?.pushedAt).toBe(stat?.modified.getTime())
  const repository = await at.library.getRepository({ repository: APP })
  expect(repository.pushedAt).toBe(stat?.modified.getTime())
})

test('an index has the platforms of its images, and their bytes', async () => {
  const images = ['a', 'b'].map((name) => layered(configFor(name), ['shared', name]))
  const [one, two] = images
  const index = indexFor([
    child(one ?? IMAGE, 'linux/amd64'),
    child(two ?? IMAGE, 'linux/arm64/v8'),
    child(two ?? IMAGE, 'linux/arm64/v8'),
  ])
  const configs = [configFor('a'), configFor('b')]
  await using at = await openedLibrary({
    async before(registry) {
      for (const image of images) await pushWith(registry, [...configs, 'shared', 'a', 'b'], image)
      await putManifest(registry, index, 'v1')
    },
  })
  const [tag] = await tagsIn(at.library)
  expect(tag).toMatchObject({
    kind: 'multi-platform image',
    platforms: ['linux/amd64', 'linux/arm64/v8'],
    sizeBytes: bytesOf(index, ...images, ...configs, 'shared', 'a', 'b'),
  })
})

test('manifests without a tag count, where they are', async () => {
  await using at = await openedLibrary({
    before: (registry) => pushWith(registry, [CONFIG, 'layer one', 'layer two'], IMAGE),
  })
  const sizeBytes = bytesOf(IMAGE, CONFIG, 'layer one', 'layer two')
  expect(repositoriesIn(at.library)).toMatchObject([{ name: APP, tags: 0, sizeBytes }])
})

describe('after a restart', () => {
  test('lists are right at once, with all that only the index knows', async () => {
    await using at = await openedLibrary()
    const digest = await pushLayers(at.registry, ['x'], 'v1')
    await tellPushed(at.library, digest, 'v1', { user: 'ann', at: 5_000 })
    at.library.pulled({ repository: APP, digest, tag: 'v1', at: 6_000 })
    const library = await at.reopen()
    const expected = { pushedAt: 5_000, pushedBy: 'ann', pulledAt: 6_000 }
    expect(library.status()).toStrictEqual({ state: 'ready', repositories: 1, tags: 1 })
    expect(repositoriesIn(library)).toMatchObject([expected])
    await library.settled()
    expect(await tagsIn(library)).toMatchObject([expected])
    expect(repositoriesIn(library)).toMatchObject([expected])
    expect(await library.getImage({ repository: APP, reference: 'v1' })).toMatchObject(expected)
  })

  test('what was changed meanwhile is found', async () => {
    await using at = await openedLibrary({
      async before(registry) {
        for (const tag of ['kept', 'moved', 'gone']) await pushLayers(registry, [tag], tag)
        await pushLayers(registry, ['x'], 'v1', OTHER)
      },
    })
    let moved = ''
    const library = await at.reopen(async () => {
      moved = await pushLayers(at.registry, ['new'], 'moved')
      await at.registry.tags.remove(APP, tagOf('gone'))
      await at.driver.remove(repositoryPath(OTHER))
      await pushLayers(at.registry, ['y'], 'v1', parseRepositoryName('new/one'))
    })
    await library.settled()
    expect(repositoriesIn(library).map(({ name }) => name)).toStrictEqual(['new/one', APP])
    const tags = await tagsIn(library)
    expect(tags.map(({ tag }) => tag)).toStrictEqual(['kept', 'moved'])
    expect(tags[1]).toMatchObject({ digest: moved })
    expect(library.status()).toStrictEqual({ state: 'ready', repositories: 2, tags: 3 })
  })

  test('an image removed meanwhile takes its bytes along', async () => {
    await using at = await openedLibrary({
      async before(registry) {
        await pushLayers(registry, ['kept'], 'kept')
        await pushLayers(registry, ['gone', 'kept'], 'gone')
      },
    })
    const [gone, kept] = await tagsIn(at.library)
    const library = await at.reopen(async () => {
      const found = await at.registry.manifests.get(APP, { kind: 'tag', tag: tagOf('gone') })
      if (found) await at.registry.manifests.remove(APP, found.digest)
    })
    await library.settled()
    expect(gone?.sizeBytes).toBeGreaterThan(0)
    expect(library.usedBytes()).toBe(kept?.sizeBytes)
    expect(repositoriesIn(library)).toMatchObject([{ sizeBytes: kept?.sizeBytes }])
  })

  test('what is unchanged costs a read for each tag and each manifest', async () => {
    const reads: string[] = []
    await using at = await openedLibrary({
      wrap: (driver) => countingReads(driver, reads),
      async before(registry) {
        for (const tag of ['a', 'b', 'c']) await pushLayers(registry, [tag], tag)
      },
    })
    reads.length = 0
    const library = await at.reopen()
    await library.settled()
    expect(reads).toHaveLength(6)
    expect(new Set(reads)).toHaveLength(6)
  })
})

test('while storage is looked through, it is looked through once more for all who ask', async () => {
  let looks = 0
  await using at = await openedLibrary({
    wrap: (driver) => ({
      ...driver,
      list(path, options) {
        if (path === REPOSITORIES) looks++
        return driver.list(path, options)
      },
    }),
  })
  expect(looks).toBe(1)
  for (let asked = 0; asked < 4; asked++) at.library.rescan()
  await at.library.settled()
  expect(looks).toBe(3)
})

/** Notes the path of everything that is read or looked at. */
function countingReads(driver: StorageDriver, reads: string[]): StorageDriver {
  return {
    ...driver,
    read: (path) => {
      reads.push(path)
      return driver.read(path)
    },
    stat: (path) => {
      reads.push(path)
      return driver.stat(path)
    },
  }
}

test('a repository that is not known yet is looked at when it is asked for', async () => {
  await using at = await openedLibrary()
  await pushLayers(at.registry, ['x'], 'v1')
  expect(repositoriesIn(at.library)).toStrictEqual([])
  expect(await tagsIn(at.library)).toMatchObject([{ tag: 'v1' }])
  expect(repositoriesIn(at.library)).toMatchObject([{ name: APP }])
})

test.each(['nobody', 'No Name', '../..'])('there is no repository %j', async (repository) => {
  await using at = await openedLibrary()
  const message = { code: 'NOT_FOUND', message: `there is no repository ${repository}` }
  await expect(at.library.getRepository({ repository })).rejects.toMatchObject(message)
  await expect(tagsIn(at.library, repository)).rejects.toMatchObject(message)
})
