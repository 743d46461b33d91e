import { describe, expect, test } from 'vitest'
import { digestOf, parseDigest } from '../../server/oci/digest.ts'
import { OCI_INDEX, OCI_MANIFEST } from '../../server/oci/media-types.ts'
import { parseReference } from '../../server/oci/name.ts'
import { blobPath, revisionLink, tagLink } from '../../server/registry/layout.ts'
import type { Registry } from '../../server/registry/registry.ts'
import {
  APP,
  codeOf,
  imageOf,
  indexOf,
  NOBODY,
  OTHER,
  pushBlob,
  pushImage,
  putManifest,
  servedDigest,
  tagOf,
} from './content.ts'
import { openRegistry } from './opened-registry.ts'

const IMAGE = imageOf('config')
const DIGEST = digestOf(IMAGE)
const V1 = tagOf('v1')

const tags = (registry: Registry) => Array.fromAsync(registry.tags.list(APP))

describe('put and get', () => {
  test.each([true, false])(
    'the bytes that were pushed, by tag and digest (%s)',
    async (remember) => {
      await using at = await openRegistry({ remember })
      expect(await pushImage(at.registry, 'config', 'v1')).toBe(DIGEST)
      for (const reference of ['v1', DIGEST, 'v1']) {
        const found = await at.registry.manifests.get(APP, parseReference(reference))
        expect(found).toStrictEqual({ digest: DIGEST, mediaType: OCI_MANIFEST, bytes: IMAGE })
      }
    },
  )

  test('white space and the order of keys are kept', async () => {
    await using at = await openRegistry()
    await pushBlob(at.registry, APP, 'config')
    const pretty = Buffer.from(`\n${JSON.stringify(JSON.parse(IMAGE.toString()), undefined, 3)}\n`)
    const digest = await putManifest(at.registry, pretty, 'v1')
    expect(digest).toBe(digestOf(pretty))
    const after = await at.restart()
    const found = await after.manifests.get(APP, parseReference('v1'))
    expect(found?.bytes).toStrictEqual(pretty)
  })

  test('not in another repository', async () => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config', 'v1')
    expect(await servedDigest(at.registry, DIGEST, OTHER)).toBeUndefined()
    expect(await servedDigest(at.registry, 'v1', OTHER)).toBeUndefined()
  })

  test('by sha512, it is known by that name only', async () => {
    await using at = await openRegistry()
    await pushBlob(at.registry, APP, 'config')
    const digest = digestOf(IMAGE, 'sha512')
    expect(await putManifest(at.registry, IMAGE, digest)).toBe(digest)
    expect(await servedDigest(at.registry, digest)).toBe(digest)
    expect(await servedDigest(at.registry, DIGEST)).toBeUndefined()
    expect(await at.peek(revisionLink(APP, digest))).toBe(DIGEST)
    await at.registry.manifests.remove(APP, digest)
    expect(await servedDigest(at.registry, digest)).toBeUndefined()
  })

  test.each([NOBODY, parseDigest(`sha512:${'0'.repeat(128)}`)])(
    'pushed by another digest it is refused',
    async (digest) => {
      await using at = await openRegistry()
      await pushBlob(at.registry, APP, 'config')
      expect(await codeOf(putManifest(at.registry, IMAGE, digest))).toBe('DIGEST_INVALID')
      expect(await at.peek(blobPath(DIGEST))).toBeUndefined()
    },
  )

  test('what is no manifest is refused', async () => {
    await using at = await openRegistry()
    expect(await codeOf(putManifest(at.registry, Buffer.from('x'), 'v1'))).toBe('MANIFEST_INVALID')
    expect(await tags(at.registry)).toStrictEqual([])
  })

  test('a tag moves, also from a manifest to an index and back', async () => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config', 'v1')
    const index = indexOf([IMAGE])
    await putManifest(at.registry, index, 'v1')
    const found = await at.registry.manifests.get(APP, parseReference('v1'))
    expect(found?.mediaType).toBe(OCI_INDEX)
    expect(await servedDigest(at.registry, DIGEST)).toBe(DIGEST)
    await putManifest(at.registry, IMAGE, 'v1')
    expect(await servedDigest(at.registry, 'v1')).toBe(DIGEST)
  })
})

describe('damage', () => {
  test.each(['{}', '', 'x'.repeat(1000)])('content that became %j is not served', async (text) => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config', 'v1')
    await at.meddle(blobPath(DIGEST), text)
    const registry = await at.restart()
    expect(await servedDigest(registry, 'v1')).toBeUndefined()
    expect(at.damage).toStrictEqual([blobPath(DIGEST)])
    await putManifest(registry, IMAGE, 'v1')
    expect(await servedDigest(registry, 'v1')).toBe(DIGEST)
    expect(await at.peek(blobPath(DIGEST))).toBe(IMAGE.toString())
  })

  test.each(['', 'garbled', NOBODY])('a tag or revision that holds %j is absent', async (text) => {
    await using at = await openRegistry()
    for (const link of [tagLink(APP, V1), revisionLink(APP, DIGEST)]) {
      await pushImage(at.registry, 'config', 'v1')
      await at.meddle(link, text)
      expect(await servedDigest(await at.restart(), 'v1')).toBeUndefined()
    }
  })

  test('a manifest that cannot be read can still be removed', async () => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config', 'v1')
    await at.meddle(blobPath(DIGEST), 'x')
    const registry = await at.restart()
    await registry.manifests.remove(APP, DIGEST)
    expect(await tags(registry)).toStrictEqual([])
  })
})

describe('remove', () => {
  test('takes the manifest with the tags that point to it, and no others', async () => {
    await using at = await openRegistry()
    for (const tag of ['v1', 'v2', 'latest']) await pushImage(at.registry, 'config', tag)
    const other = await pushImage(at.registry, 'other', 'other')
    await pushImage(at.registry, 'config', 'moved')
    await putManifest(at.registry, imageOf('other'), 'moved')
    await at.registry.manifests.remove(APP, DIGEST)
    expect(await tags(at.registry)).toStrictEqual(['moved', 'other'])
    expect(await servedDigest(at.registry, DIGEST)).toBeUndefined()
    expect(await servedDigest(at.registry, 'v1')).toBeUndefined()
    expect(await servedDigest(at.registry, 'other')).toBe(other)
    expect(await codeOf(at.registry.manifests.remove(APP, DIGEST))).toBe('MANIFEST_UNKNOWN')
  })

  test('from one repository leaves it in the others', async () => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config', 'v1')
    await pushImage(at.registry, 'config', 'v1', OTHER)
    await at.registry.manifests.remove(APP, DIGEST)
    expect(await servedDigest(at.registry, 'v1', OTHER)).toBe(DIGEST)
  })

  test('and a push brings it back', async () => {
    await using at = await openRegistry()
    await pushImage(at.registry, 'config', 'v1')
    await at.registry.manifests.remove(APP, DIGEST)
    await putManifest(at.registry, IMAGE, 'v2')
    expect(await tags(at.registry)).toStrictEqual(['v2'])
    expect(await servedDigest(at.registry, 'v2')).toBe(DIGEST)
  })
})

describe('at the same time', () => {
  test('pushes and removals of one manifest leave no tag that leads nowhere', async () => {
    await using at = await openRegistry()
    const { manifests } = at.registry
    await pushImage(at.registry, 'config', 'v0')
    for (let round = 0; round < 15; round++) {
      await Promise.all([
        putManifest(at.registry, IMAGE, 'v1'),
        codeOf(manifests.remove(APP, DIGEST)),
        putManifest(at.registry, IMAGE, 'v2'),
        codeOf(manifests.remove(APP, DIGEST)),
        putManifest(at.registry, IMAGE, `v${round}`),
      ])
      expect(await leadingNowhere(at.registry)).toStrictEqual([])
      expect(await leadingNowhere(await at.restart())).toStrictEqual([])
    }
  })

  test('an index whose child is removed is refused, or was there first', async () => {
    await using at = await openRegistry()
    const index = indexOf([IMAGE])
    const outcomes = new Set<string>()
    for (let round = 0; round < 10; round++) {
      await pushImage(at.registry, 'config')
      const removal = async () => void (await at.registry.manifests.remove(APP, DIGEST))
      const push = () => codeOf(putManifest(at.registry, index, 'index'))
      const [removed, pushed] = round % 2 === 0 ? [removal(), push()] : [push(), removal()]
      const codes = await Promise.all([removed, pushed])
      outcomes.add(codes.find((code) => code !== undefined) ?? '')
    }
    expect([...outcomes].toSorted()).toStrictEqual(['MANIFEST_BLOB_UNKNOWN', 'fine'])
  })

  test('many tags of many manifests', async () => {
    await using at = await openRegistry()
    const texts = Array.from({ length: 20 }, (_, index) => `config-${index}`)
    const digests = await Promise.all(
      texts.map((text, index) => pushImage(at.registry, text, `v${index}`)),
    )
    const registry = await at.restart()
    const found = await Promise.all(digests.map((_, index) => servedDigest(registry, `v${index}`)))
    expect(found).toStrictEqual(digests)
  })
})

/** Tags that are listed but do not resolve. */
async function leadingNowhere(registry: Registry): Promise<string[]> {
  const listed = await tags(registry)
  const digests = await Promise.all(listed.map((tag) => servedDigest(registry, tag)))
  return listed.filter((_, index) => digests[index] === undefined)
}
