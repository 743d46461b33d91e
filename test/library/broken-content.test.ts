import { describe, expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { blobPath, revisionLink, tagLink } from '../../server/registry/layout.ts'
import { type StorageDriver } from '../../server/storage/driver.ts'
import { APP, NOBODY, pushImage, putManifest, tagOf } from '../registry/content.ts'
import { write } from '../storage/bytes.ts'
import { bytesOf, configFor, layered, pushWith, tagsIn, tellPushed } from './content.ts'
import { openedLibrary } from './opened-library.ts'

const CONFIG = configFor('app', { variant: 'v2' })
const IMAGE = layered(CONFIG, ['layer one', 'layer two'])

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
