import { describe, expect, test } from 'vitest'
import { check } from '../../server/collect/check.ts'
import { faultLine, type Fault } from '../../server/collect/fault.ts'
import { digestOf, type Digest } from '../../server/oci/digest.ts'
import { blobPath, layerLink, revisionLink, tagLink } from '../../server/registry/layout.ts'
import {
  APP,
  imageOf,
  indexOf,
  NOBODY,
  OTHER,
  pushBlob,
  pushImage,
  putManifest,
  tagOf,
} from '../registry/content.ts'
import { StorageUnavailable, type StorageDriver } from '../../server/storage/driver.ts'
import { failureOf, write } from '../storage/bytes.ts'
import { MEMORY, type OpenedStorage } from './storages.ts'

const CONFIG = digestOf(Buffer.from('config'))
const NOTHING = new Uint8Array()

/** All that a check says of storage, which is the same after it. */
async function faultsOf({ driver, registry }: OpenedStorage, digests = false) {
  const before = await Array.fromAsync(driver.walk('docker'))
  const faults: Fault[] = []
  const counts = await check(driver, registry, { digests, onFault: (fault) => faults.push(fault) })
  expect(await Array.fromAsync(driver.walk('docker'))).toStrictEqual(before)
  expect(counts.faults).toBe(faults.length)
  return { faults, counts }
}

const put = ({ driver }: OpenedStorage, path: string, text: string): Promise<void> =>
  write(driver, path, Buffer.from(text))

/** What breaks, by what is done to an image whose config is `config`, and what is said of it. */
const BREAKS: readonly {
  readonly kind: Fault['kind']
  readonly breaks: (at: OpenedStorage, image: Digest) => Promise<void>
  /** Of the fault, besides the image. */
  readonly more?: Partial<Fault>
}[] = [
  {
    kind: 'manifest-missing',
    breaks: ({ driver }, image) => driver.remove(blobPath(image)),
  },
  {
    kind: 'manifest-empty',
    breaks: ({ driver }, image) => write(driver, blobPath(image), NOTHING),
  },
  {
    kind: 'manifest-unreadable',
    breaks: (at, image) => put(at, blobPath(image), 'no manifest'),
  },
  {
    kind: 'link-empty',
    breaks: ({ driver }, image) => write(driver, revisionLink(APP, image), NOTHING),
  },
  {
    kind: 'link-empty',
    breaks: ({ driver }) => write(driver, layerLink(APP, CONFIG), NOTHING),
    more: { digest: CONFIG },
  },
  {
    kind: 'blob-missing',
    breaks: ({ driver }) => driver.remove(blobPath(CONFIG)),
    more: { digest: CONFIG },
  },
  {
    kind: 'blob-unlinked',
    breaks: ({ driver }) => driver.remove(layerLink(APP, CONFIG)),
    more: { digest: CONFIG },
  },
  {
    kind: 'blob-size',
    breaks: (at) => put(at, blobPath(CONFIG), 'conf'),
    more: { digest: CONFIG, detail: '4 bytes instead of 6' },
  },
]

describe('a check tells what is broken', () => {
  test.each(BREAKS)('$kind $more', async ({ kind, breaks, more }) => {
    await using at = await MEMORY.open()
    const image = await pushImage(at.registry, 'config', 'v1')
    await pushImage(at.registry, 'fine', 'v1', OTHER)
    await breaks(at, image)
    const { faults, counts } = await faultsOf(at)
    const about = { repository: APP, image, tag: tagOf('v1') }
    expect(faults).toStrictEqual([{ kind, digest: image, ...about, ...more }])
    expect(counts).toMatchObject({ repositories: 2, manifests: 2, tags: 2 })
  })

  test('link-dangling: of what no image needs', async () => {
    await using at = await MEMORY.open()
    const digest = await pushBlob(at.registry)
    await at.driver.remove(blobPath(digest))
    const { faults } = await faultsOf(at)
    expect(faults).toStrictEqual([{ kind: 'link-dangling', repository: APP, digest }])
  })

  test.each([
    ['without its image', (at: OpenedStorage) => put(at, tagLink(APP, tagOf('v1')), NOBODY)],
    ['that is empty', (at: OpenedStorage) => put(at, tagLink(APP, tagOf('v1')), '')],
  ])('tag-lost: a tag %s', async (_what, breaks) => {
    await using at = await MEMORY.open()
    await pushImage(at.registry, 'config', 'v1')
    await breaks(at)
    const { faults } = await faultsOf(at)
    expect(faults).toStrictEqual([{ kind: 'tag-lost', repository: APP, tag: 'v1' }])
  })

  test('blob-digest: only where every byte is read', async () => {
    await using at = await MEMORY.open()
    const image = await pushImage(at.registry, 'config', 'v1')
    await put(at, blobPath(CONFIG), 'CONFIG')
    expect((await faultsOf(at)).faults).toStrictEqual([])
    const { faults } = await faultsOf(at, true)
    expect(faults).toStrictEqual([
      { kind: 'blob-digest', repository: APP, image, digest: CONFIG, tag: 'v1' },
    ])
  })

  test('unreadable: a repository whose links cannot be read, by its name alone', async () => {
    await using at = await MEMORY.open()
    await pushImage(at.registry, 'config', 'v1')
    await pushImage(at.registry, 'fine', 'v1', OTHER)
    const whole = at.driver.read
    const driver: StorageDriver = {
      ...at.driver,
      async read(path) {
        if (path === tagLink(APP, tagOf('v1'))) throw new Error('EIO: i/o error, read')
        return await whole(path)
      },
    }
    const { faults, counts } = await faultsOf({ ...at, driver })
    const detail = 'Error: EIO: i/o error, read'
    expect(faults).toStrictEqual([{ kind: 'unreadable', repository: APP, detail }])
    expect(counts).toMatchObject({ repositories: 2, manifests: 1, tags: 1 })
    expect(faults.map(faultLine)).toStrictEqual([
      `team/app: it could not be read, so all of it was kept: look at storage, then try again (${detail})`,
    ])
  })

  test('storage that is away is no fault of a repository', async () => {
    await using at = await MEMORY.open()
    await pushImage(at.registry, 'config', 'v1')
    const away = new StorageUnavailable('storage is away')
    const driver = { ...at.driver, read: () => Promise.reject(away) }
    expect(await failureOf(faultsOf({ ...at, driver }))).toBe(away)
  })

  test('a part of an image for several platforms goes by the tag of the whole', async () => {
    await using at = await MEMORY.open()
    const image = await pushImage(at.registry, 'config')
    await putManifest(at.registry, indexOf([imageOf('config')]), 'multi')
    await at.driver.remove(blobPath(CONFIG))
    const { faults } = await faultsOf(at)
    expect(faults).toMatchObject([{ kind: 'blob-missing', image, tag: 'multi' }])
    expect(faults.map(faultLine)).toStrictEqual([
      `team/app:multi: a layer or config is gone: push the image again (${CONFIG})`,
    ])
  })
})

test('what is whole has no fault, though every byte is read', async () => {
  await using at = await MEMORY.open()
  await pushImage(at.registry, 'config', 'v1')
  await putManifest(at.registry, indexOf([imageOf('config')]), 'multi')
  await pushBlob(at.registry, APP, 'of an upload that is not in an image yet')
  const { faults, counts } = await faultsOf(at, true)
  expect(faults).toStrictEqual([])
  expect(counts).toStrictEqual({ repositories: 1, manifests: 2, tags: 2, blobs: 4, faults: 0 })
})

test('who has had enough stops it', async () => {
  await using at = await MEMORY.open()
  await pushImage(at.registry, 'config', 'v1')
  const stop = new AbortController()
  const onProgress = () => stop.abort(new Error('enough'))
  const options = { digests: false, signal: stop.signal, onProgress }
  expect(await failureOf(check(at.driver, at.registry, options))).toMatchObject({
    message: 'enough',
  })
})
