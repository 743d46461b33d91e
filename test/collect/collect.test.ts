import { describe, expect, test, vi } from 'vitest'
import { collect } from '../../server/collect/collect.ts'
import { blobPath, layerLink } from '../../server/registry/layout.ts'
import {
  APP,
  OTHER,
  pushBlob,
  pushImage,
  putManifest,
  servedDigest,
  tagOf,
  imageOf,
  indexOf,
  about,
} from '../registry/content.ts'
import { openStorages, type OpenedStorage } from './storages.ts'

vi.setConfig({ testTimeout: 60_000 })

const ALL = { grace: 0, untagged: false, dryRun: false }

async function run({ driver, registry }: OpenedStorage, options: Partial<typeof ALL> = {}) {
  return await collect(driver, registry, { ...ALL, ...options })
}

describe.each(openStorages)('on $name', ({ open }) => {
  test('an image that was deleted goes with its layers and its folder', async () => {
    await using at = await open()
    const digest = await pushImage(at.registry, 'config', 'v1')
    await pushImage(at.registry, 'kept', 'v1', OTHER)
    await at.registry.manifests.remove(APP, digest)
    await at.settle()
    const { removed, kept, images, faultCount } = await run(at)
    expect({ removed, faultCount }).toStrictEqual({
      removed: { manifests: 0, links: 1, blobs: 2, bytes: imageOf('config').length + 6 },
      faultCount: 0,
    })
    expect(kept.blobs).toBe(2)
    expect(images).toStrictEqual([{ repository: APP, digest, blobs: 2, bytes: removed.bytes }])
    expect(await at.driver.stat(blobPath(digest))).toBeUndefined()
    expect(await Array.fromAsync(at.registry.catalog.list())).toStrictEqual([OTHER])
    expect(await servedDigest(at.registry, 'v1', OTHER)).toBeDefined()
  })

  test('what is younger than the grace stays, and so does what somebody asked for', async () => {
    await using at = await open({ grace: 3_600_000 })
    const digest = await pushBlob(at.registry)
    expect((await run(at, { grace: 3_600_000 })).removed.links).toBe(0)
    expect(await at.registry.blobs.size(APP, digest)).toBe(4)
    expect(await at.driver.stat(layerLink(APP, digest))).toBeDefined()
  })

  test('untagged manifests stay unless asked, then go but for children and referrers', async () => {
    await using at = await open()
    const lost = await pushImage(at.registry, 'lost')
    const child = await pushImage(at.registry, 'child')
    const index = indexOf([imageOf('child')])
    await putManifest(at.registry, index, 'multi')
    await pushBlob(at.registry, APP, 'signature')
    const signature = await putManifest(
      at.registry,
      imageOf('signature', { ...about(index), artifactType: 'a/b' }),
    )
    await pushBlob(at.registry, APP, 'stray')
    const stray = await putManifest(
      at.registry,
      imageOf('stray', { ...about(imageOf('lost')), artifactType: 'a/b' }),
    )
    await at.settle()
    expect((await run(at)).removed.blobs).toBe(0)
    const preview = await run(at, { untagged: true, dryRun: true })
    const done = await run(at, { untagged: true })
    expect({ ...preview.removed }).toStrictEqual({ ...done.removed })
    expect(done.removed.manifests).toBe(2)
    expect(done.images.map(({ digest }) => digest).sort()).toStrictEqual([lost, stray].sort())
    for (const kept of [child, signature]) expect(await servedDigest(at.registry, kept)).toBe(kept)
    expect(await servedDigest(at.registry, lost)).toBeUndefined()
    expect(tagOf('multi')).toBeDefined()
  })
})
