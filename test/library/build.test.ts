import { DatabaseSync } from 'node:sqlite'
import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { parseRepositoryName } from '../../server/oci/name.ts'
import {
  blobPath,
  REPOSITORIES,
  repositoryPath,
  revisionLink,
  tagLink,
  tagPath,
} from '../../server/registry/layout.ts'
import { StorageUnavailable, type StorageDriver } from '../../server/storage/driver.ts'
import { APP, NOBODY, OTHER, pushImage, putManifest, tagOf } from '../registry/content.ts'
import { write } from '../storage/bytes.ts'
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

describe('a database that cannot be used is made anew', () => {
  const OLD = 'CREATE TABLE repository (name TEXT); PRAGMA user_version = 77'

  test.each<[string, (file: string) => Promise<unknown>]>([
    ['with garbage', (file) => writeFile(file, 'no database at all '.repeat(100))],
    ['of another version', async (file) => inDatabase(file, OLD)],
    ['without a version', async (file) => inDatabase(file, 'CREATE TABLE x (y)')],
  ])('%s', async (_, meddle) => {
    await using at = await openedLibrary({
      before: (registry) => pushLayers(registry, ['x'], 'v1'),
    })
    const before = await tagsIn(at.library)
    const library = await at.reopen(async () => {
      await writeFile(at.file, '')
      await meddle(at.file)
    })
    await library.settled()
    expect(await tagsIn(library)).toStrictEqual(before)
    expect(at.complaints).toHaveLength(1)
    const again = await at.reopen()
    expect(again.status().state).toBe('ready')
    expect(at.complaints).toHaveLength(1)
  })

  test('held by another', async () => {
    await using at = await openedLibrary({
      before: (registry) => pushLayers(registry, ['x'], 'v1'),
    })
    const before = await tagsIn(at.library)
    let holder: DatabaseSync | undefined
    const library = await at.reopen(async () => {
      holder = new DatabaseSync(at.file)
      holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
    })
    await library.settled()
    expect(await tagsIn(library)).toStrictEqual(before)
    expect(at.complaints.length).toBeGreaterThan(0)
    holder?.close()
  })
})

const all = (bytes: Buffer): Buffer => bytes
const zeros = (bytes: Buffer): Buffer => Buffer.alloc(bytes.length)
const first = (count: number) => (bytes: Buffer) => bytes.subarray(0, count)

describe('a new database of which a power cut has left', () => {
  test.each<[string, (file: Buffer) => Buffer, (log: Buffer) => Buffer]>([
    ['the file alone', all, first(0)],
    ['the log alone', first(0), all],
    ['a log that breaks off in its head', all, first(20)],
    ['a log that breaks off', all, first(9_000)],
    ['a log of zeros', all, zeros],
    ['a file of zeros', zeros, all],
    ['a file that breaks off', first(1_000), all],
  ])('%s is as good as none', async (_, file, log) => {
    await using at = await openedLibrary({
      before: (registry) => pushLayers(registry, ['x'], 'v1'),
    })
    const before = await tagsIn(at.library)
    const left = [file(await readFile(at.file)), log(await readFile(`${at.file}-wal`))] as const
    const library = await at.reopen(async () => {
      await writeFile(at.file, left[0])
      await writeFile(`${at.file}-wal`, left[1])
    })
    await library.settled()
    expect(await tagsIn(library)).toStrictEqual(before)
    expect(library.status()).toMatchObject({ state: 'ready', repositories: 1, tags: 1 })
  })
})

function inDatabase(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

describe('broken content is listed as far as it is known', () => {
  const GARBAGE = Buffer.from('{"schemaVersion":2,"layers":7}')

  test.each<[string, (driver: StorageDriver) => Promise<void>, object]>([
    [
      'a tag without its link',
      (driver) => driver.remove(tagLink(APP, tagOf('v1'))),
      { tag: 'v1', digest: '', kind: 'artifact', sizeBytes: 0, platforms: [] },
    ],
    [
      'a tag with an empty link',
      (driver) => write(driver, tagLink(APP, tagOf('v1')), Buffer.alloc(0)),
      { tag: 'v1', digest: '' },
    ],
    [
      'a tag of nothing',
      (driver) => write(driver, tagLink(APP, tagOf('v1')), Buffer.from(NOBODY)),
      { tag: 'v1', digest: NOBODY, sizeBytes: 0 },
    ],
    [
      'a manifest that is gone',
      (driver) => driver.remove(blobPath(digestOf(IMAGE))),
      { tag: 'v1', digest: digestOf(IMAGE), sizeBytes: 0 },
    ],
    [
      'a manifest that is damaged',
      (driver) => write(driver, blobPath(digestOf(IMAGE)), Buffer.from('x')),
      { tag: 'v1', digest: digestOf(IMAGE), sizeBytes: 0 },
    ],
    [
      'a manifest without its revision',
      (driver) => driver.remove(revisionLink(APP, digestOf(IMAGE))),
      { tag: 'v1', digest: digestOf(IMAGE), sizeBytes: 0 },
    ],
    [
      'a manifest that is none',
      async (driver) => {
        const digest = digestOf(GARBAGE)
        await write(driver, blobPath(digest), GARBAGE)
        await write(driver, revisionLink(APP, digest), Buffer.from(digest))
        await write(driver, tagLink(APP, tagOf('v1')), Buffer.from(digest))
      },
      { tag: 'v1', kind: 'artifact', sizeBytes: GARBAGE.length },
    ],
    [
      'a config that is gone',
      (driver) => driver.remove(blobPath(digestOf(Buffer.from(CONFIG)))),
      {
        tag: 'v1',
        kind: 'image',
        platforms: [],
        sizeBytes: bytesOf(IMAGE, CONFIG, 'layer one', 'layer two'),
      },
    ],
    [
      'a config that is none',
      (driver) => write(driver, blobPath(digestOf(Buffer.from(CONFIG))), Buffer.from('[1')),
      { tag: 'v1', kind: 'image', platforms: [] },
    ],
  ])('%s', async (_, breakIt, expected) => {
    await using at = await openedLibrary({
      async before(registry, driver) {
        await pushWith(registry, [CONFIG, 'layer one', 'layer two'], IMAGE, 'v1')
        await pushImage(registry, 'fine', 'v2')
        await breakIt(driver)
      },
    })
    expect(at.library.status()).toStrictEqual({ state: 'ready', repositories: 1, tags: 2 })
    const [broken, fine] = await tagsIn(at.library)
    expect(broken).toMatchObject(expected)
    expect(fine).toMatchObject({ tag: 'v2', kind: 'image' })
  })

  test('and as it is once it was pushed again', async () => {
    await using at = await openedLibrary({
      async before(registry, driver) {
        await pushWith(registry, [CONFIG, 'layer one', 'layer two'], IMAGE, 'v1')
        await driver.remove(blobPath(digestOf(IMAGE)))
      },
    })
    await putManifest(at.registry, IMAGE, 'v1')
    await tellPushed(at.library, digestOf(IMAGE), 'v1')
    const sizeBytes = bytesOf(IMAGE, CONFIG, 'layer one', 'layer two')
    expect(await tagsIn(at.library)).toMatchObject([{ kind: 'image', sizeBytes }])
  })

  test('sizes that no number can hold', async () => {
    const huge = { size: Number.MAX_SAFE_INTEGER }
    const layers = Array.from({ length: 3_000 }, (_, at) => {
      return { mediaType: 'a/b', digest: digestOf(Buffer.from(`${at}`)), urls: undefined, ...huge }
    })
    const bytes = layered(CONFIG, [], { layers })
    const digest = digestOf(bytes)
    await using at = await openedLibrary({
      async before(_, driver) {
        await write(driver, blobPath(digest), bytes)
        await write(driver, revisionLink(APP, digest), Buffer.from(digest))
        await write(driver, tagLink(APP, tagOf('v1')), Buffer.from(digest))
      },
    })
    const [tag] = await tagsIn(at.library)
    expect(tag?.sizeBytes).toBeGreaterThan(Number.MAX_SAFE_INTEGER * 2_999)
  })
})

describe('storage that fails', () => {
  test('is said to be away, and what is known stays', async () => {
    const state = { away: false }
    await using at = await openedLibrary({
      wrap: (driver) => unreliable(driver, () => state.away),
      before: (registry) => pushLayers(registry, ['x'], 'v1'),
    })
    state.away = true
    at.library.rescan()
    await at.library.settled()
    expect(await tagsIn(at.library)).toMatchObject([{ tag: 'v1' }])
    expect(at.complaints).toStrictEqual(['storage could not be looked through for the console'])
    await expect(at.library.getRepository({ repository: 'nobody' })).rejects.toThrow(
      StorageUnavailable,
    )
  })

  test('at the start: nothing is known, and said to be', async () => {
    const state = { away: true }
    await using at = await openedLibrary({ wrap: (driver) => unreliable(driver, () => state.away) })
    expect(at.library.status().state).toBe('building')
    expect(at.library.usedBytes()).toBeUndefined()
    state.away = false
    at.library.rescan()
    await at.library.settled()
    expect(at.library.status().state).toBe('ready')
    expect(at.library.usedBytes()).toBe(0)
  })

  test('for one repository: the others are looked at', async () => {
    const state = { away: true }
    const fails = (path: string): boolean =>
      state.away && path.includes(tagPath(OTHER, tagOf('v1')))
    await using at = await openedLibrary({
      wrap: (driver) => unreliable(driver, fails),
      async before(registry) {
        await pushLayers(registry, ['x'], 'v1')
        await pushLayers(registry, ['x'], 'v1', OTHER)
      },
    })
    expect(await tagsIn(at.library)).toMatchObject([{ tag: 'v1' }])
    expect(at.complaints).toHaveLength(1)
    state.away = false
    at.library.rescan()
    await at.library.settled()
    expect(await tagsIn(at.library, OTHER)).toMatchObject([{ tag: 'v1' }])
  })
})

/** Reads and lists fail for the paths that `isAway` names. */
function unreliable(driver: StorageDriver, isAway: (path: string) => boolean): StorageDriver {
  const check = (path: string): void => {
    if (isAway(path)) throw new StorageUnavailable('storage is away')
  }
  return {
    ...driver,
    async read(path) {
      check(path)
      return await driver.read(path)
    },
    async *list(path, options) {
      check(path)
      yield* driver.list(path, options)
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
