import { describe, expect, test } from 'vitest'
import type { Library } from '../../server/library/library.ts'
import { digestOf } from '../../server/oci/digest.ts'
import type { Registry } from '../../server/registry/registry.ts'
import { StorageUnavailable, type StorageDriver } from '../../server/storage/driver.ts'
import { about, APP, NOBODY, OTHER, putManifest, servedDigest, tagOf } from '../registry/content.ts'
import { tagLink, tagPath } from '../../server/registry/layout.ts'
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
import { openedInMemory, openedLibrary, type OpenedLibrary } from './opened-library.ts'

/** Images `a`, `b` and `c`, which share one layer and have one of their own. */
const NAMES = ['a', 'b', 'c'] as const
type Name = (typeof NAMES)[number]
const config = (name: Name): string => configFor(name)
const image = (name: Name): Buffer => layered(config(name), ['shared', name])
const digest = (name: Name) => digestOf(image(name))

async function push(registry: Registry, name: Name, reference?: string, repository = APP) {
  await pushWith(registry, [config(name), 'shared', name], image(name), reference, repository)
}

const INDEX = indexFor([child(image('a'), 'linux/amd64'), child(image('b'), 'linux/arm64')])
const SIGNATURE = layered('{}', ['signature'], { ...about(image('a')), artifactType: 'a/b' })
const SIGNED_INDEX = layered('{}', ['of index'], { ...about(INDEX), artifactType: 'a/b' })
const OUTER = indexFor([
  child(image('c'), 'linux/amd64'),
  described(INDEX, 'application/vnd.oci.image.index.v1+json'),
])

interface Case {
  readonly what: string
  readonly before: (registry: Registry) => Promise<unknown>
  readonly remove: readonly string[]
  /** Manifests that are there afterwards. */
  readonly left: readonly (Name | Buffer)[]
  readonly frees: number
  /** Tags that keep the first of the removed ones alive. */
  readonly also?: readonly string[]
}

const own = (name: Name): number => bytesOf(image(name), config(name), name)

const CASES: readonly Case[] = [
  {
    what: 'the only tag of the only image',
    before: (registry) => push(registry, 'a', 'a'),
    remove: ['a'],
    left: [],
    frees: own('a') + bytesOf('shared'),
  },
  {
    what: 'one of two images that share a layer',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b', 'b')
    },
    remove: ['a'],
    left: ['b'],
    frees: own('a'),
  },
  {
    what: 'both of them',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b', 'b')
    },
    remove: ['a', 'b'],
    left: [],
    frees: own('a') + own('b') + bytesOf('shared'),
  },
  {
    what: 'one of two tags of an image',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'a', 'also')
    },
    remove: ['a'],
    left: ['a'],
    frees: 0,
    also: ['also'],
  },
  {
    what: 'what another repository has as well',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'a', 'a', OTHER)
    },
    remove: ['a'],
    left: [],
    frees: 0,
  },
  {
    what: 'what another repository has in part',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b', 'b', OTHER)
    },
    remove: ['a'],
    left: [],
    frees: own('a'),
  },
  {
    what: 'an index with its images',
    async before(registry) {
      await push(registry, 'a')
      await push(registry, 'b')
      await putManifest(registry, INDEX, 'all')
    },
    remove: ['all'],
    left: [],
    frees: bytesOf(INDEX, 'shared') + own('a') + own('b'),
  },
  {
    what: 'an index of which one image is tagged',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b')
      await putManifest(registry, INDEX, 'all')
    },
    remove: ['all'],
    left: ['a'],
    frees: bytesOf(INDEX) + own('b'),
  },
  {
    what: 'the tag of an image that is in an index',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b')
      await putManifest(registry, INDEX, 'all')
    },
    remove: ['a'],
    left: [INDEX, 'a', 'b'],
    frees: 0,
    also: ['all'],
  },
  {
    what: 'the tag of an image that is in an index without a tag',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b')
      await putManifest(registry, INDEX)
    },
    remove: ['a'],
    left: [INDEX, 'a', 'b'],
    frees: 0,
  },
  {
    what: 'an index in an index',
    async before(registry) {
      for (const name of NAMES) await push(registry, name)
      await putManifest(registry, INDEX)
      await putManifest(registry, OUTER, 'outer')
    },
    remove: ['outer'],
    left: [],
    frees: bytesOf(INDEX, OUTER, 'shared') + own('a') + own('b') + own('c'),
  },
  {
    what: 'the outer of two indexes that are both tagged',
    async before(registry) {
      for (const name of NAMES) await push(registry, name)
      await putManifest(registry, INDEX, 'inner')
      await putManifest(registry, OUTER, 'outer')
    },
    remove: ['outer'],
    left: [INDEX, 'a', 'b'],
    frees: bytesOf(OUTER) + own('c'),
  },
  {
    what: 'an image with what refers to it',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b', 'b')
      await pushWith(registry, ['{}', 'signature'], SIGNATURE)
    },
    remove: ['a'],
    left: ['b'],
    frees: own('a') + bytesOf(SIGNATURE, '{}', 'signature'),
  },
  {
    what: 'an image whose signature is tagged',
    async before(registry) {
      await push(registry, 'a', 'a')
      await pushWith(registry, ['{}', 'signature'], SIGNATURE, 'signature')
    },
    remove: ['a'],
    left: [SIGNATURE],
    frees: own('a') + bytesOf('shared'),
  },
  {
    what: 'the tag of what refers to an image that stays',
    async before(registry) {
      await push(registry, 'a', 'a')
      await pushWith(registry, ['{}', 'signature'], SIGNATURE, 'signature')
    },
    remove: ['signature'],
    left: ['a', SIGNATURE],
    frees: 0,
  },
  {
    what: 'an index with what refers to it, and to its images',
    async before(registry) {
      await push(registry, 'a')
      await push(registry, 'b', 'b')
      await putManifest(registry, INDEX, 'all')
      await pushWith(registry, ['{}', 'signature'], SIGNATURE)
      await pushWith(registry, ['{}', 'of index'], SIGNED_INDEX)
    },
    remove: ['all'],
    left: ['b'],
    frees: bytesOf(INDEX, SIGNATURE, SIGNED_INDEX, '{}', 'signature', 'of index') + own('a'),
  },
  {
    what: 'a tag beside an image that never had one',
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b')
    },
    remove: ['a'],
    left: ['b'],
    frees: own('a'),
  },
]

describe.each(CASES)('$what', ({ before, remove, left, frees, also = [] }) => {
  const input = { repository: APP, tags: remove }

  test('is foretold', async () => {
    await using at = await openedInMemory({ before })
    const reached = await bytesReached(at.library, remove)
    const preview = await at.library.previewDelete(input)
    expect(preview.freesBytes).toBe(frees)
    expect(preview.freesBytes + preview.staysBytes).toBeGreaterThanOrEqual(reached)
    expect(preview.tags.map(({ tag }) => tag)).toStrictEqual(remove)
    expect(preview.tags[0]?.alsoTagged).toStrictEqual(also)
    expect(await manifestsLeft(at)).not.toHaveLength(0)
  })

  test('and comes true', async () => {
    await using at = await openedLibrary({ before })
    const used = at.library.usedBytes() ?? 0
    expect(await at.library.deleteTags(input)).toStrictEqual({ deleted: remove, failed: [] })
    const digests = left.map((one) => (typeof one === 'string' ? digest(one) : digestOf(one)))
    expect((await manifestsLeft(at)).toSorted()).toStrictEqual(digests.toSorted())
    expect(used - (at.library.usedBytes() ?? 0)).toBe(frees)
    const library = await at.reopen()
    await library.settled()
    expect(used - (library.usedBytes() ?? 0)).toBe(frees)
  })
})

/** The most that one of the tags reaches. */
async function bytesReached(library: Library, tags: readonly string[]): Promise<number> {
  const chosen = (await tagsIn(library)).filter(({ tag }) => tags.includes(tag))
  return Math.max(...chosen.map(({ sizeBytes }) => sizeBytes))
}

/** The manifests of these tests that the registry still serves. */
async function manifestsLeft({ registry }: OpenedLibrary): Promise<readonly string[]> {
  const all = [...NAMES.map(image), INDEX, OUTER, SIGNATURE, SIGNED_INDEX].map((bytes) =>
    digestOf(bytes),
  )
  const served = await Promise.all(all.map((one) => servedDigest(registry, one)))
  return served.filter((one) => one !== undefined)
}

test('what stays is told apart from what goes', async () => {
  await using at = await openedInMemory({
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b', 'b')
    },
  })
  const preview = await at.library.previewDelete({ repository: APP, tags: ['a', 'nothing'] })
  expect(preview).toStrictEqual({
    freesBytes: own('a'),
    staysBytes: bytesOf('shared'),
    tags: [{ tag: 'a', digest: digest('a'), alsoTagged: [] }],
  })
})

test('the lists are right at once, and listeners are told', async () => {
  await using at = await openedInMemory()
  await push(at.registry, 'a', 'a')
  await push(at.registry, 'b', 'b')
  expect(await tagsIn(at.library)).toHaveLength(2)
  const told = new Promise<readonly string[]>((resolve) => at.library.onChange(resolve))
  await at.library.deleteTags({ repository: APP, tags: ['a'] })
  expect(await tagsIn(at.library)).toMatchObject([{ tag: 'b' }])
  expect(repositoriesIn(at.library)).toMatchObject([{ tags: 1 }])
  expect(await told).toStrictEqual([APP])
})

test('what was pushed a moment ago, and not told yet, counts', async () => {
  await using at = await openedInMemory({ before: (registry) => push(registry, 'a', 'a') })
  await push(at.registry, 'b')
  await putManifest(at.registry, INDEX, 'all')
  await at.library.deleteTags({ repository: APP, tags: ['a'] })
  expect(await servedDigest(at.registry, digest('a'))).toBe(digest('a'))
})

test('an image that somebody tags meanwhile stays', async () => {
  const late: Promise<unknown>[] = []
  await using at = await openedInMemory({
    wrap: (driver) => ({
      ...driver,
      async remove(path, options) {
        // It waits until the tag is gone, and then comes first.
        if (path === tagPath(APP, tagOf('a'))) {
          late.push(putManifest(at.registry, image('a'), 'late'))
        }
        await driver.remove(path, options)
      },
    }),
    before: (registry) => push(registry, 'a', 'a'),
  })
  await at.library.deleteTags({ repository: APP, tags: ['a'] })
  expect(await Promise.all(late)).toStrictEqual([digest('a')])
  expect(await servedDigest(at.registry, 'late')).toBe(digest('a'))
})

test('tags that lead nowhere can be deleted', async () => {
  await using at = await openedLibrary({
    async before(registry, driver) {
      await push(registry, 'a', 'fine')
      await write(driver, tagLink(APP, tagOf('nothing')), Buffer.from(NOBODY))
      await write(driver, tagLink(APP, tagOf('empty')), Buffer.alloc(0))
    },
  })
  const tags = ['empty', 'nothing']
  expect(await at.library.deleteTags({ repository: APP, tags })).toMatchObject({ deleted: tags })
  expect(await tagsIn(at.library)).toMatchObject([{ tag: 'fine' }])
})

test('each tag that cannot be deleted is told, the others are', async () => {
  await using at = await openedInMemory({
    wrap: (driver) => stuck(driver, tagPath(APP, tagOf('stuck'))),
    async before(registry) {
      await push(registry, 'a', 'a')
      await push(registry, 'b', 'stuck')
    },
  })
  const tags = ['nothing', 'no tag', 'stuck', 'a', 'a']
  expect(await at.library.deleteTags({ repository: APP, tags })).toStrictEqual({
    deleted: ['a'],
    failed: [
      { tag: 'nothing', message: 'there is no such tag' },
      { tag: 'no tag', message: 'there is no such tag' },
      { tag: 'stuck', message: 'it is stuck' },
    ],
  })
  expect(await servedDigest(at.registry, 'stuck')).toBe(digest('b'))
  expect(await servedDigest(at.registry, digest('a'))).toBeUndefined()
})

/** What lies at `path` cannot be removed. */
function stuck(driver: StorageDriver, path: string): StorageDriver {
  return {
    ...driver,
    async remove(removed, options) {
      if (removed === path) throw new StorageUnavailable('it is stuck')
      await driver.remove(removed, options)
    },
  }
}

test.each(['nobody', 'No Name'])('of the repository %j, which is none', async (repository) => {
  await using at = await openedInMemory()
  const input = { repository, tags: ['v1'] }
  const expected = { code: 'NOT_FOUND' }
  await expect(at.library.previewDelete(input)).rejects.toMatchObject(expected)
  await expect(at.library.deleteTags(input)).rejects.toMatchObject(expected)
})

test('many at once', async () => {
  const tags = Array.from({ length: 60 }, (_, at) => `v${at}`)
  await using at = await openedLibrary({
    async before(registry) {
      for (const tag of tags) await pushLayers(registry, ['base', tag], tag)
    },
  })
  const [kept = '', ...others] = tags
  const preview = await at.library.previewDelete({ repository: APP, tags: others })
  const used = at.library.usedBytes() ?? 0
  await at.library.deleteTags({ repository: APP, tags: others })
  expect(await tagsIn(at.library)).toMatchObject([{ tag: kept }])
  expect(at.library.usedBytes()).toBe(used - preview.freesBytes)
  expect(preview.staysBytes).toBe(bytesOf('base'))
})
