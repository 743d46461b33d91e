import { describe, expect, test } from 'vitest'
import type { Library } from '../../server/library/library.ts'
import { digestOf } from '../../server/oci/digest.ts'
import { tagLink, tagPath } from '../../server/registry/layout.ts'
import { StorageUnavailable, type StorageDriver } from '../../server/storage/driver.ts'
import { APP, NOBODY, putManifest, servedDigest, tagOf } from '../registry/content.ts'
import { write } from '../storage/bytes.ts'
import { bytesOf, pushLayers, repositoriesIn, tagsIn } from './content.ts'
import {
  NAMES,
  image,
  digest,
  push,
  INDEX,
  SIGNATURE,
  SIGNED_INDEX,
  OUTER,
  own,
  CASES,
} from './deletion-cases.ts'
import { openedInMemory, openedLibrary, type OpenedLibrary } from './opened-library.ts'

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
