import { sharedAzurite } from '../support/shared-azurite.ts'
import { describe, expect, test } from 'vitest'
import type { Digest } from '../../server/oci/digest.ts'
import { tagIndexLink } from '../../server/registry/layout.ts'
import type { Asked } from '../storage/azure-proxy.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import {
  APP,
  codeOf,
  imageOf,
  indexOf,
  pushBlob,
  pushImage,
  putManifest,
  servedDigest,
  tagOf,
} from './content.ts'
import {
  inSteps,
  openHeldPair,
  openPair,
  openShuffledPair,
  type SharedRegistry,
  type Step,
} from './shared-container.ts'

const cleanUp = cleanUpAfterAll()
const azurite = await sharedAzurite(cleanUp)

const INDEX = indexOf([imageOf('image')])
const SEEDS = Array.from({ length: 2 }, (_, seed) => seed)

describe('a tag', () => {
  test('that one moves or deletes is seen by the other at once', async () => {
    const { one, other } = await openPair(azurite)
    const [first, second] = [await pushImage(one, 'first', 'tag'), await pushImage(one, 'second')]
    expect(await servedDigest(other, 'tag')).toBe(first)
    for (let round = 0; round < 5; round++) {
      const [mover, reader] = round % 2 ? [one, other] : [other, one]
      await putManifest(mover, imageOf(round % 2 ? 'first' : 'second'), 'tag')
      expect(await servedDigest(reader, 'tag')).toBe(round % 2 ? first : second)
    }
    await one.tags.remove(APP, tagOf('tag'))
    expect(await servedDigest(other, 'tag')).toBeUndefined()
    expect(await Array.fromAsync(other.tags.list(APP))).toStrictEqual([])
  })

  test('of a manifest that one deletes is gone for the other at once', async () => {
    const { one, other } = await openPair(azurite)
    const digest = await pushImage(one, 'image', 'tag')
    expect(await servedDigest(other, 'tag')).toBe(digest)
    await one.manifests.remove(APP, digest)
    expect(await servedDigest(other, 'tag')).toBeUndefined()
    expect(await servedDigest(other, digest)).toBeUndefined()
  })

  test('of a blob that one deletes can be no image any more', async () => {
    const { one, other } = await openPair(azurite)
    const blob = await pushBlob(one, APP, 'config')
    await other.blobs.remove(APP, blob)
    expect(await codeOf(putManifest(one, imageOf('config')))).toBe('MANIFEST_BLOB_UNKNOWN')
  })
})

/** Tags that are listed, and what each leads to. */
async function resolved(registry: SharedRegistry) {
  const tags = await Array.fromAsync(registry.tags.list(APP))
  return Promise.all(tags.map(async (tag) => [tag, await servedDigest(registry, tag)] as const))
}

const removeManifest = async (by: SharedRegistry, digest: Digest): Promise<void> =>
  void (await by.manifests.remove(APP, digest))

const removeUntagged = async (by: SharedRegistry, digest: Digest): Promise<void> =>
  void (await by.manifests.removeUntagged(APP, [digest], [digest]))

const removeTag = (by: SharedRegistry): Promise<void> => by.tags.remove(APP, tagOf('tag'))

describe.each([
  ['a manifest', removeManifest],
  ['a tag', removeTag],
])('%s that is deleted on one while the other tags it', (_, remove) => {
  test.each(SEEDS)('leaves no tag that leads nowhere (%i)', async (seed) => {
    await using pair = await openShuffledPair(azurite, seed)
    const { one, other } = pair
    for (let round = 0; round < 4; round++) {
      const digest = await pushImage(one, 'image', round % 4 ? 'tag' : undefined)
      await Promise.all([putManifest(one, imageOf('image'), 'tag'), codeOf(remove(other, digest))])
      for (const registry of [one, other]) {
        for (const found of await resolved(registry)) expect(found).toStrictEqual(['tag', digest])
      }
      // Whatever came of it, a delete that nobody disturbs takes all.
      await codeOf(other.manifests.remove(APP, digest))
      expect(await resolved(one)).toStrictEqual([])
    }
  })
})

const asks =
  (method: string, part: string) =>
  (asked: Asked): boolean =>
    asked.method === method && decodeURIComponent(asked.url).includes(part)

describe('a tag that is set again in the middle of a delete', () => {
  test.each([
    ['of the tag, before its index goes', removeTag, '/index/'],
    ['of the tag, before its target goes', removeTag, '/current/'],
    ['of the manifest, before its tag goes', removeManifest, '/index/'],
    ['of the manifest, before its tag is gone', removeManifest, '/current/'],
    ['of the manifest, before its revision goes', removeManifest, '/revisions/'],
  ])('leads somewhere, or is gone: %s', async (_, remove, part) => {
    const steps: Step[] = []
    await using pair = await openHeldPair(azurite, inSteps(steps))
    const { one, other } = pair
    const digest = await pushImage(one, 'image', 'tag')
    steps.push({
      at: asks('DELETE', part),
      work: () => putManifest(other, imageOf('image'), 'tag'),
    })
    await remove(one, digest)
    expect(steps).toStrictEqual([])
    for (const found of await resolved(one)) expect(found).toStrictEqual(['tag', digest])
    await codeOf(other.manifests.remove(APP, digest))
    expect(await resolved(one)).toStrictEqual([])
  })
})

describe('a manifest without a tag that gets one on the other while it is removed', () => {
  test.each(SEEDS)('is whole (%i)', async (seed) => {
    await using pair = await openShuffledPair(azurite, seed)
    const { one, other } = pair
    for (let round = 0; round < 4; round++) {
      const digest = await pushImage(one, 'image')
      await Promise.all([putManifest(one, imageOf('image'), 'tag'), removeUntagged(other, digest)])
      for (const registry of [one, other]) {
        expect(await resolved(registry)).toStrictEqual([['tag', digest]])
      }
      await other.manifests.remove(APP, digest)
    }
  })

  test.each([
    ['before its revision goes', 'DELETE', '/revisions/'],
    ['when its tags have been looked for', 'GET', '/revisions/'],
  ])('is whole: %s', async (_, method, part) => {
    const steps: Step[] = []
    await using pair = await openHeldPair(azurite, inSteps(steps))
    const { one, other } = pair
    const digest = await pushImage(one, 'image')
    steps.push({
      at: asks(method, part),
      work: () => putManifest(other, imageOf('image'), 'tag'),
    })
    await removeUntagged(one, digest)
    expect(steps).toStrictEqual([])
    expect(await resolved(one)).toStrictEqual([['tag', digest]])
  })

  test('is whole with the images of an index that gets one', async () => {
    let put: Promise<unknown> | undefined
    const isRemoval = asks('DELETE', '/revisions/')
    await using pair = await openHeldPair(azurite, async (asked) => {
      // Before either of them goes.
      if (isRemoval(asked)) await (put ??= putManifest(other, INDEX, 'tag'))
    })
    const { one, other } = pair
    const image = await pushImage(one, 'image')
    const index = await putManifest(one, INDEX)
    expect(await one.manifests.removeUntagged(APP, [index, image], [index, image])).toStrictEqual(
      [],
    )
    expect(await put).toBe(index)
    expect(await resolved(other)).toStrictEqual([['tag', index]])
    expect(await servedDigest(other, image)).toBe(image)
  })
})

test('an image is never gone for a moment from an index that was stored while it was removed', async () => {
  const steps: Step[] = []
  await using pair = await openHeldPair(azurite, inSteps(steps), { grace: 0 })
  const { one, other } = pair
  const image = await pushImage(one, 'image')
  const served: (Digest | undefined)[] = []
  const look = async () => void served.push(await servedDigest(other, image))
  steps.push({
    at: asks('DELETE', '/revisions/'),
    async work() {
      await putManifest(other, INDEX)
      // Before whatever comes next: if the process ended here, nobody would put it back.
      steps.push({ at: () => true, work: look })
    },
  })
  const before = new Date(Date.now() + 60_000)
  expect(await one.manifests.removeUntagged(APP, [image], [image], { before })).toStrictEqual([])
  expect(steps).toStrictEqual([])
  expect(served).toStrictEqual([image])
})

test('a tag that goes while it is set, and its manifest while the tag is set again, is whole', async () => {
  const steps: Step[] = []
  await using pair = await openHeldPair(azurite, inSteps(steps))
  const { one, other } = pair
  const digest = await pushImage(one, 'image')
  steps.push(
    { at: asks('PUT', '/index/'), work: async () => {} },
    { at: asks('GET', '/current/'), work: () => removeTag(other) },
    { at: asks('PUT', '/current/'), work: () => removeManifest(other, digest) },
  )
  await putManifest(one, imageOf('image'), 'tag')
  expect(steps).toStrictEqual([])
  for (const registry of [one, other])
    expect(await resolved(registry)).toStrictEqual([['tag', digest]])
})

test('a tag of which a delete that broke off has left the target alone goes with its manifest', async () => {
  const { one, other, place } = await openPair(azurite)
  const [digest, kept] = [await pushImage(one, 'image'), await pushImage(one, 'other image')]
  for (const tag of ['a', 'a-b', 'z']) await putManifest(one, imageOf('image'), tag)
  for (const tag of ['a0', 'b']) await putManifest(one, imageOf('other image'), tag)
  for (const tag of ['a', 'a0', 'z']) {
    const target = tag === 'a0' ? kept : digest
    await place.client.deleteBlob(tagIndexLink(APP, tagOf(tag), target))
  }
  await other.manifests.remove(APP, digest)
  expect(await resolved(one)).toStrictEqual([
    ['a0', kept],
    ['b', kept],
  ])
})
