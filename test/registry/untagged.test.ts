import { describe, expect, test } from 'vitest'
import { digestOf, type Digest } from '../../server/oci/digest.ts'
import { revisionLink } from '../../server/registry/layout.ts'
import type { Registry } from '../../server/registry/registry.ts'
import type { StorageDriver } from '../../server/storage/driver.ts'
import { about, APP, imageOf, indexOf, pushImage, putManifest, servedDigest } from './content.ts'
import { openRegistry } from './opened-registry.ts'

const IMAGE = imageOf('config')
const DIGEST = digestOf(IMAGE)
const INDEX = indexOf([IMAGE])

const listed = (registry: Registry) => Array.fromAsync(registry.manifests.list(APP))

/** Removes what it can of these, all that is there being known. */
async function removed(registry: Registry, ...digests: readonly Digest[]) {
  return await registry.manifests.removeUntagged(APP, digests, await listed(registry))
}

describe('a manifest', () => {
  test('that no tag points to goes, with its place among the referrers', async () => {
    await using at = await openRegistry()
    const subject = await pushImage(at.registry, 'config', 'v1')
    const signature = imageOf('config', { ...about(IMAGE), artifactType: 'a/b' })
    const digest = await putManifest(at.registry, signature)
    expect(await Array.fromAsync(at.registry.referrers.list(APP, subject))).toHaveLength(1)
    expect(await removed(at.registry, digest)).toStrictEqual([digest])
    for (const registry of [at.registry, await at.restart()]) {
      expect(await servedDigest(registry, digest)).toBeUndefined()
      expect(await Array.fromAsync(registry.referrers.list(APP, subject))).toStrictEqual([])
      expect(await listed(registry)).toStrictEqual([subject])
    }
  })

  test('that a tag points to stays', async () => {
    await using at = await openRegistry()
    const other = await pushImage(at.registry, 'other', 'moved')
    await pushImage(at.registry, 'config', 'moved')
    expect(await removed(at.registry, DIGEST, other)).toStrictEqual([other])
    expect(await servedDigest(at.registry, 'moved')).toBe(DIGEST)
  })

  test('that is not there is none that was removed', async () => {
    await using at = await openRegistry()
    expect(await at.registry.manifests.removeUntagged(APP, [DIGEST], [])).toStrictEqual([])
  })

  test('that cannot be removed fails, when all others have ended', async () => {
    await using at = await openRegistry({ wrap: (driver) => stuck(driver, DIGEST) })
    const texts = ['a', 'config', 'b']
    const digests = await Promise.all(texts.map((text) => pushImage(at.registry, text)))
    await expect(removed(at.registry, ...digests)).rejects.toThrow('it is stuck')
    expect(await listed(await at.restart())).toStrictEqual([DIGEST])
  })
})

/** Does `work` when the revision of `digest` is about to go. */
function onRemoval(driver: StorageDriver, digest: Digest, work: () => void): StorageDriver {
  return {
    ...driver,
    async remove(path, options) {
      if (`${path}/link` === revisionLink(APP, digest)) work()
      await driver.remove(path, options)
    },
  }
}

/** The revision of `digest` cannot be removed. */
function stuck(driver: StorageDriver, digest: Digest): StorageDriver {
  return onRemoval(driver, digest, () => {
    throw new Error('it is stuck')
  })
}

describe('an image of an index', () => {
  test('goes with it', async () => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config')
    const index = await putManifest(at.registry, INDEX)
    expect(await removed(at.registry, index, DIGEST)).toStrictEqual([index, DIGEST])
  })

  test('stays with it where that has a tag now', async () => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config')
    const index = await putManifest(at.registry, INDEX)
    const outer = await putManifest(at.registry, indexOf([INDEX]), 'late')
    expect(await removed(at.registry, DIGEST, index, outer)).toStrictEqual([])
    expect(await listed(at.registry)).toHaveLength(3)
  })

  test('stays where the index was not known', async () => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config')
    const known = await listed(at.registry)
    const index = await putManifest(at.registry, INDEX, 'late')
    expect(await at.registry.manifests.removeUntagged(APP, [DIGEST], known)).toStrictEqual([])
    expect(await servedDigest(at.registry, 'late')).toBe(index)
    expect(await servedDigest(at.registry, DIGEST)).toBe(DIGEST)
  })
})

describe('a push', () => {
  test('that comes in the middle of a removal waits for it, and is whole', async () => {
    const late: Promise<unknown>[] = []
    await using at = await openRegistry({
      wrap: (driver) =>
        onRemoval(driver, DIGEST, () => {
          late.push(putManifest(at.registry, IMAGE, 'late'))
        }),
    })
    await pushImage(at.registry, 'config')
    expect(await removed(at.registry, DIGEST)).toStrictEqual([DIGEST])
    expect(await Promise.all(late)).toStrictEqual([DIGEST])
    for (const registry of [at.registry, await at.restart()]) {
      expect(await servedDigest(registry, 'late')).toBe(DIGEST)
    }
  })

  test('that is acknowledged is whole, whenever it comes', async () => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config')
    const outcomes = new Set<number>()
    for (let round = 0; round < 20; round++) {
      const known = await listed(at.registry)
      const remove = () => at.registry.manifests.removeUntagged(APP, [DIGEST], known)
      const push = () => putManifest(at.registry, IMAGE, `v${round}`)
      const [first, second] = round % 2 === 0 ? [remove(), push()] : [push(), remove()]
      const gone = (await Promise.all([first, second])).find((one) => Array.isArray(one))
      outcomes.add(gone?.length ?? 0)
      for (const registry of [at.registry, await at.restart()]) {
        expect(await servedDigest(registry, `v${round}`)).toBe(DIGEST)
      }
      for await (const tag of at.registry.tags.list(APP)) await at.registry.tags.remove(APP, tag)
    }
    expect([...outcomes].toSorted()).toStrictEqual([0, 1])
  })

  test('between two turns of a long removal keeps what it stands on', async () => {
    const texts = Array.from({ length: 150 }, (_, at) => `config-${at}`)
    const [last = ''] = texts.slice(-1)
    const index = indexOf([imageOf(last)])
    const late: Promise<unknown>[] = []
    await using at = await openRegistry({
      // Its turn comes right after the one in which the index goes.
      wrap: (driver) =>
        onRemoval(driver, digestOf(index), () => {
          late.push(putManifest(at.registry, index, 'late'))
        }),
    })
    const digests = [digestOf(index)]
    for (const text of texts) digests.push(await pushImage(at.registry, text))
    await putManifest(at.registry, index)
    const gone = await removed(at.registry, ...digests)
    expect(await Promise.all(late)).toStrictEqual([digestOf(index)])
    expect(gone).toStrictEqual(digests.slice(0, -1))
    expect(await servedDigest(at.registry, 'late')).toBe(digestOf(index))
    expect((await listed(at.registry)).toSorted()).toStrictEqual(
      [digestOf(index), digestOf(imageOf(last))].toSorted(),
    )
  })
})
