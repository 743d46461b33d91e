import { describe, expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { APP, imageOf, NOBODY, OTHER, pushImage, servedDigest } from '../registry/content.ts'
import { bytesOf, repositoriesIn, tagsIn } from './content.ts'
import { openedInMemory, openedLibrary } from './opened-library.ts'

const ONE = digestOf(imageOf('one'))
const TWO = digestOf(imageOf('two'))

const opened = () =>
  openedInMemory({
    async before(registry) {
      await pushImage(registry, 'one', 'one')
      await pushImage(registry, 'two', 'two')
    },
  })

test.each([['one'], [ONE]])('from %s', async (from) => {
  await using at = await opened()
  const tag = await at.library.addTag({ repository: APP, from, tag: 'new' }, { user: 'ann' })
  const expected = {
    tag: 'new',
    digest: ONE,
    kind: 'image',
    platforms: [],
    sizeBytes: bytesOf(imageOf('one'), 'one'),
    pushedAt: expect.any(Number),
    pushedBy: 'ann',
  }
  expect(tag).toStrictEqual(expected)
  expect(await servedDigest(at.registry, 'new')).toBe(ONE)
  const [listed] = await tagsIn(at.library)
  expect(listed).toStrictEqual(expected)
  expect(repositoriesIn(at.library)).toMatchObject([{ tags: 3 }])
})

test('listeners are told', async () => {
  await using at = await openedLibrary({ before: (registry) => pushImage(registry, 'one', 'one') })
  const library = await at.reopen()
  await library.settled()
  const told = new Promise<readonly string[]>((resolve) => library.onChange(resolve))
  await library.addTag({ repository: APP, from: 'one', tag: 'new' })
  expect(await told).toStrictEqual([APP])
})

describe('a tag that is there', () => {
  test('is not taken away from another image', async () => {
    await using at = await opened()
    const adding = at.library.addTag({ repository: APP, from: 'one', tag: 'two' })
    await expect(adding).rejects.toMatchObject({ code: 'CONFLICT', field: 'tag' })
    expect(await servedDigest(at.registry, 'two')).toBe(TWO)
  })

  test('is, where that is wanted', async () => {
    await using at = await opened()
    const input = { repository: APP, from: 'one', tag: 'two', replace: true }
    expect(await at.library.addTag(input)).toMatchObject({ tag: 'two', digest: ONE })
    expect(await servedDigest(at.registry, 'two')).toBe(ONE)
  })

  test('stays as it is where it names the image already', async () => {
    await using at = await opened()
    const [before] = await tagsIn(at.library)
    const again = await at.library.addTag({ repository: APP, from: ONE, tag: 'one' })
    expect(again).toStrictEqual(before)
  })
})

test.each<[string, { repository?: string; from?: string; tag?: string }, object]>([
  ['no such tag', { from: 'three' }, { code: 'NOT_FOUND' }],
  ['no such digest', { from: NOBODY }, { code: 'NOT_FOUND' }],
  ['no such repository', { repository: OTHER }, { code: 'NOT_FOUND' }],
  ['no name', { repository: 'No Name' }, { code: 'NOT_FOUND' }],
  ['no tag', { tag: 'no tag' }, { code: 'INVALID_INPUT', field: 'tag' }],
  ['a digest as a tag', { tag: ONE }, { code: 'INVALID_INPUT', field: 'tag' }],
])('%s', async (_, input, expected) => {
  await using at = await opened()
  const adding = at.library.addTag({ repository: APP, from: 'one', tag: 'new', ...input })
  await expect(adding).rejects.toMatchObject(expected)
  expect(await Array.fromAsync(at.registry.tags.list(APP))).toStrictEqual(['one', 'two'])
})
