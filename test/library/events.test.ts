import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { blobPath, repositoryPath, tagLink } from '../../server/registry/layout.ts'
import { StorageUnavailable, type StorageDriver } from '../../server/storage/driver.ts'
import {
  about,
  APP,
  imageOf,
  NOBODY,
  OTHER,
  pushImage,
  putManifest,
  tagOf,
} from '../registry/content.ts'
import { write } from '../storage/bytes.ts'
import {
  bytesOf,
  configFor,
  indexFor,
  child,
  layered,
  pushLayers,
  pushWith,
  repositoriesIn,
  tagsIn,
  tellPushed,
} from './content.ts'
import { openedInMemory, openedLibrary, type OpenedLibrary } from './opened-library.ts'

const CONFIG = configFor('app')
const IMAGE = layered(CONFIG, ['layer'])

test('a push is listed with who made it, and when', async () => {
  await using at = await openedLibrary()
  const digest = await pushWith(at.registry, [CONFIG, 'layer'], IMAGE, 'v1')
  await tellPushed(at.library, digest, 'v1', { user: 'ann', at: 5_000 })
  const sizeBytes = bytesOf(IMAGE, CONFIG, 'layer')
  expect(await tagsIn(at.library)).toStrictEqual([
    {
      tag: 'v1',
      digest,
      kind: 'image',
      platforms: ['linux/amd64'],
      sizeBytes,
      pushedAt: 5_000,
      pushedBy: 'ann',
    },
  ])
  expect(repositoriesIn(at.library)).toStrictEqual([
    { name: APP, tags: 1, sizeBytes, sharedBytes: 0, pushedAt: 5_000, pushedBy: 'ann' },
  ])
})

test('a tag that moves is the newest push, whoever had it before', async () => {
  await using at = await openedLibrary()
  await tellPushed(at.library, await pushLayers(at.registry, ['x'], 'v1'), 'v1', { user: 'ann' })
  const moved = await pushLayers(at.registry, ['y'], 'v2')
  await putManifest(at.registry, layered(configFor(`${APP}:v2`), ['y']), 'v1')
  await tellPushed(at.library, moved, 'v1', { at: 7_000 })
  const [v1] = await tagsIn(at.library)
  expect(v1).toMatchObject({ tag: 'v1', digest: moved, pushedAt: 7_000 })
  expect(v1).not.toHaveProperty('pushedBy')
})

test('a push of the same again is a new push', async () => {
  await using at = await openedLibrary()
  for (const [user, time] of [
    ['ann', 1_000],
    ['bob', 2_000],
  ] as const) {
    const digest = await pushLayers(at.registry, ['x'], 'v1')
    await tellPushed(at.library, digest, 'v1', { user, at: time })
  }
  expect(await tagsIn(at.library)).toMatchObject([{ pushedAt: 2_000, pushedBy: 'bob' }])
  const image = await at.library.getImage({ repository: APP, reference: 'v1' })
  expect(image).toMatchObject({ pushedAt: 2_000, pushedBy: 'bob' })
})

test('what is shown is what is stored, whatever was told', async () => {
  await using at = await openedLibrary()
  const old = await pushLayers(at.registry, ['x'], 'v1')
  const stored = await pushLayers(at.registry, ['y'], 'v1')
  at.library.pushed({ repository: APP, digest: stored, tag: 'v1', at: 2 })
  at.library.pushed({ repository: APP, digest: old, tag: 'v1', at: 1 })
  at.library.removed({ repository: APP, tag: 'v1' })
  await at.library.settled()
  expect(await tagsIn(at.library)).toMatchObject([{ tag: 'v1', digest: stored }])
})

test('an index and its images, told in any order', async () => {
  await using at = await openedLibrary()
  const index = indexFor([child(IMAGE, 'linux/amd64'), child(imageOf('x'), 'linux/arm64')])
  await pushWith(at.registry, [CONFIG, 'layer'], IMAGE)
  await pushImage(at.registry, 'x')
  const digest = await putManifest(at.registry, index, 'v1')
  await tellPushed(at.library, digest, 'v1')
  const [before] = await tagsIn(at.library)
  for (const image of [IMAGE, imageOf('x')]) {
    await tellPushed(at.library, digestOf(image), undefined)
  }
  const [after] = await tagsIn(at.library)
  expect(before?.sizeBytes).toBe(bytesOf(index))
  expect(after?.sizeBytes).toBe(bytesOf(index, IMAGE, CONFIG, 'layer', imageOf('x'), 'x'))
})

test('an image that leaves an index takes its bytes along', async () => {
  await using at = await openedLibrary()
  await tellPushed(at.library, await pushWith(at.registry, [CONFIG, 'layer'], IMAGE), undefined)
  const index = indexFor([child(IMAGE, 'linux/amd64')])
  await tellPushed(at.library, await putManifest(at.registry, index, 'v1'), 'v1')
  const [before] = await tagsIn(at.library)
  await at.registry.manifests.remove(APP, digestOf(IMAGE))
  at.library.removed({ repository: APP, digest: digestOf(IMAGE) })
  await at.library.settled()
  const [after] = await tagsIn(at.library)
  expect(before?.sizeBytes).toBe(bytesOf(index, IMAGE, CONFIG, 'layer'))
  expect(after?.sizeBytes).toBe(bytesOf(index))
})

describe('a delete', () => {
  test('of a tag leaves the others, and the image', async () => {
    await using at = await openedLibrary()
    for (const tag of ['v1', 'v2']) {
      await tellPushed(at.library, await pushImage(at.registry, 'x', tag), tag)
    }
    const before = at.library.usedBytes()
    await at.registry.tags.remove(APP, tagOf('v1'))
    at.library.removed({ repository: APP, tag: 'v1' })
    await at.library.settled()
    expect(await tagsIn(at.library)).toMatchObject([{ tag: 'v2' }])
    expect(at.library.usedBytes()).toBe(before)
  })

  test('of an image takes its tags along', async () => {
    await using at = await openedLibrary()
    for (const tag of ['v1', 'v2']) {
      await tellPushed(at.library, await pushImage(at.registry, 'x', tag), tag)
    }
    await tellPushed(at.library, await pushImage(at.registry, 'y', 'v3'), 'v3')
    const digest = digestOf(imageOf('x'))
    await at.registry.manifests.remove(APP, digest)
    at.library.removed({ repository: APP, digest })
    await at.library.settled()
    expect(await tagsIn(at.library)).toMatchObject([{ tag: 'v3' }])
    expect(at.library.usedBytes()).toBe(bytesOf(imageOf('y'), 'y'))
  })

  test('of the last that there was takes the repository along', async () => {
    await using at = await openedLibrary()
    const digest = await pushImage(at.registry, 'x', 'v1')
    await tellPushed(at.library, digest, 'v1')
    await at.registry.manifests.remove(APP, digest)
    at.library.removed({ repository: APP, digest })
    await at.library.settled()
    expect(repositoriesIn(at.library)).toStrictEqual([])
    expect(at.library.status()).toMatchObject({ repositories: 0, tags: 0 })
    expect(at.library.usedBytes()).toBe(0)
  })
})

test('when all has gone, nothing is left of it', async () => {
  await using at = await openedLibrary({
    async before(registry, driver) {
      await pushWith(registry, [CONFIG, 'layer'], IMAGE)
      await putManifest(registry, indexFor([child(IMAGE, 'linux/amd64')]), 'v1')
      await pushWith(registry, ['layer'], layered(CONFIG, ['layer'], about(IMAGE)))
      await write(driver, tagLink(APP, tagOf('nothing')), Buffer.from(NOBODY))
    },
  })
  await at.driver.remove(repositoryPath(APP))
  at.library.rescan()
  await at.library.settled()
  await at.library.close()
  const database = new DatabaseSync(at.file)
  for (const table of ['repository', 'tag', 'revision', 'manifest', 'edge', 'holding', 'content']) {
    expect([
      table,
      database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'],
    ]).toStrictEqual([table, 0])
  }
  database.close()
})

describe('a pull', () => {
  test('is when tag, image and repository were pulled last', async () => {
    await using at = await openedLibrary({ before: (registry) => pushImage(registry, 'x', 'v1') })
    const digest = digestOf(imageOf('x'))
    for (const time of [4_000, 6_000, 5_000]) {
      at.library.pulled({ repository: APP, digest, tag: 'v1', at: time })
    }
    const library = await at.reopen()
    expect(await tagsIn(library)).toMatchObject([{ pulledAt: 6_000 }])
    expect(repositoriesIn(library)).toMatchObject([{ pulledAt: 6_000 }])
    const image = await library.getImage({ repository: APP, reference: digest })
    expect(image.pulledAt).toBe(6_000)
  })

  test('by digest says nothing of a tag', async () => {
    await using at = await openedLibrary({ before: (registry) => pushImage(registry, 'x', 'v1') })
    at.library.pulled({ repository: APP, digest: digestOf(imageOf('x')), at: 4_000 })
    const library = await at.reopen()
    const [tag] = await tagsIn(library)
    expect(tag).not.toHaveProperty('pulledAt')
    expect(repositoriesIn(library)).toMatchObject([{ pulledAt: 4_000 }])
  })

  test('of what is not there changes nothing', async () => {
    await using at = await openedLibrary()
    at.library.pulled({ repository: APP, digest: 'x', tag: 'v1', at: 4_000 })
    expect(repositoriesIn(await at.reopen())).toStrictEqual([])
    expect(at.complaints).toStrictEqual([])
  })
})

test.each([
  { repository: 'No Name', digest: digestOf(Buffer.alloc(0)), tag: 'v1' },
  { repository: APP, digest: 'no digest', tag: 'no tag' },
  { repository: APP, digest: digestOf(Buffer.alloc(0)), tag: 'v1' },
])('what is told of %j is nothing', async (event) => {
  await using at = await openedLibrary()
  at.library.pushed({ ...event, at: 1 })
  at.library.removed(event)
  await at.library.settled()
  expect(repositoriesIn(at.library)).toStrictEqual([])
  expect(at.complaints).toStrictEqual([])
})

test('nothing fails after the end', async () => {
  await using at = await openedLibrary()
  const digest = await pushImage(at.registry, 'x', 'v1')
  await at.library.close()
  at.library.pushed({ repository: APP, digest, tag: 'v1', at: 1 })
  at.library.pulled({ repository: APP, digest, tag: 'v1', at: 1 })
  at.library.removed({ repository: APP, digest })
  at.library.rescan()
  await at.library.settled()
  expect(at.complaints).toStrictEqual([])
})

test('what is told just before the end is kept', async () => {
  await using at = await openedLibrary()
  const digest = await pushImage(at.registry, 'x', 'v1')
  at.library.pushed({ repository: APP, digest, tag: 'v1', user: 'ann', at: 1_000 })
  expect(repositoriesIn(await at.reopen())).toMatchObject([{ name: APP, pushedBy: 'ann' }])
})

test('storage that fails meanwhile is complained of, and looked through later', async () => {
  const state = { away: false }
  await using at = await openedInMemory({ wrap: (driver) => failing(driver, () => state.away) })
  const digest = await pushImage(at.registry, 'x', 'v1')
  state.away = true
  await tellPushed(at.library, digest, 'v1')
  expect(at.complaints).toHaveLength(1)
  state.away = false
  expect(repositoriesIn(at.library)).toStrictEqual([])
  at.library.rescan()
  await at.library.settled()
  expect(repositoriesIn(at.library)).toMatchObject([{ name: APP }])
})

function failing(driver: StorageDriver, isAway: () => boolean): StorageDriver {
  return {
    ...driver,
    async read(path) {
      if (isAway()) throw new StorageUnavailable('storage is away')
      return await driver.read(path)
    },
    async open(path, range) {
      if (isAway()) throw new StorageUnavailable('storage is away')
      return await driver.open(path, range)
    },
  }
}

test('of what was just pushed only the config is read', async () => {
  const read: string[] = []
  await using at = await openedLibrary({ wrap: (driver) => watched(driver, read) })
  const config = configFor('x')
  const digest = await pushWith(at.registry, [config], layered(config, []), 'v1')
  read.length = 0
  await tellPushed(at.library, digest, 'v1')
  expect(read).toStrictEqual([blobPath(digestOf(Buffer.from(config)))])
  expect(await tagsIn(at.library)).toMatchObject([{ tag: 'v1', platforms: ['linux/amd64'] }])
})

/** Notes every path that is looked at. */
function watched(driver: StorageDriver, paths: string[]): StorageDriver {
  const note = (path: string): void => void paths.push(path)
  return {
    ...driver,
    read: (path) => (note(path), driver.read(path)),
    open: (path, range) => (note(path), driver.open(path, range)),
    stat: (path) => (note(path), driver.stat(path)),
    list: (path, options) => (note(path), driver.list(path, options)),
  }
}

/** The names that `work` makes known, the first time that any are. */
async function toldOf(work: (at: OpenedLibrary) => Promise<unknown>) {
  await using at = await openedLibrary({ before: (registry) => pushImage(registry, 'x', 'v1') })
  await new Promise<void>((resolve) => {
    const stop = at.library.onChange(() => {
      stop()
      resolve()
    })
  })
  const told = new Promise<readonly string[]>((resolve) => at.library.onChange(resolve))
  await work(at)
  return await told
}

describe('listeners', () => {
  test('are told of pushes, all of a moment together', async () => {
    const names = await toldOf(async ({ library, registry }) => {
      for (const name of [OTHER, APP, OTHER]) {
        const digest = await pushImage(registry, 'y', 'v2', name)
        library.pushed({ repository: name, digest, tag: 'v2', at: 1 })
      }
      await library.settled()
    })
    expect(names).toStrictEqual([OTHER, APP])
  })

  test('are told of deletes, and of what others changed', async () => {
    const names = await toldOf(async ({ library, registry }) => {
      await registry.tags.remove(APP, tagOf('v1'))
      library.rescan()
    })
    expect(names).toStrictEqual([APP])
  })

  test('are told of a tag that went before it was known: somebody may have seen it', async () => {
    const names = await toldOf(async ({ library }) => {
      library.removed({ repository: APP, tag: 'brief' })
    })
    expect(names).toStrictEqual([APP])
  })

  test('are told of nothing where nothing changed', async () => {
    const names = await toldOf(async ({ library, registry }) => {
      library.rescan()
      await library.settled()
      const digest = await pushImage(registry, 'y', 'v2', OTHER)
      library.pushed({ repository: OTHER, digest, tag: 'v2', at: 1 })
    })
    expect(names).toStrictEqual([OTHER])
  })
})
