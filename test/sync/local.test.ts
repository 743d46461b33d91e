import { describe, expect, test } from 'vitest'
import type { Descriptor } from '../../server/oci/manifest.ts'
import type { RepositoryName, Tag } from '../../server/oci/name.ts'
import { copyGraph } from '../../server/sync/copy.ts'
import { localRepository } from '../../server/sync/local.ts'
import { openRegistry } from '../registry/opened-registry.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { newShelf } from './image-in-memory.ts'

const cleanUp = cleanUpAfterAll()
const { registry, driver } = cleanUp.use(await openRegistry())
const at = (name: string) => localRepository(registry, name as RepositoryName)
const shelf = newShelf()

test('an image that was copied in is resolved, and copied on without moving bytes', async () => {
  const root = shelf.index([shelf.image([shelf.layer(), shelf.layer()]), shelf.image([])])
  await copyGraph(shelf, at('a'), root)
  await at('a').tag(root, 'v1' as Tag)
  expect(await at('a').resolve({ kind: 'tag', tag: 'v1' as Tag })).toEqual(root)
  let moved = 0
  await copyGraph(at('a'), at('b/c'), root, {
    onBytes: (count, isMoved) => void (moved += isMoved ? count : 0),
  })
  expect(await at('b/c').exists(root)).toBe(true)
  // The manifests alone.
  expect(moved).toBeLessThan(2_000)
  expect(await at('b/c').resolve({ kind: 'tag', tag: 'v1' as Tag })).toBeUndefined()
})

describe('what is not as it is said to be', () => {
  const layer = shelf.layer(300)
  const cases: readonly (readonly [what: string, descriptor: Descriptor, code: string])[] = [
    ['another content', { ...layer, digest: `sha256:${'0'.repeat(64)}` }, 'DIGEST_INVALID'],
    ['longer', { ...layer, size: 299 }, 'SIZE_INVALID'],
    ['shorter', { ...layer, size: 301 }, 'SIZE_INVALID'],
  ]

  test.each(cases)('is not stored: %s', async (_, descriptor, code) => {
    const pushed = at('wrong').push(descriptor, shelf.fetch(layer))
    await expect(pushed).rejects.toMatchObject({ code })
    expect(await at('wrong').exists(layer)).toBe(false)
    const uploads = 'docker/registry/v2/repositories/wrong/_uploads'
    expect(await Array.fromAsync(driver.list(uploads))).toEqual([])
  })

  test.each(cases)('nor is a manifest: %s', async (_, descriptor, code) => {
    const manifest = shelf.image([])
    const said = {
      ...manifest,
      digest: descriptor.digest === layer.digest ? manifest.digest : descriptor.digest,
      size: manifest.size + descriptor.size - 300,
    }
    const pushed = at('wrong').push(said, shelf.fetch(manifest))
    await expect(pushed).rejects.toMatchObject({ code })
  })
})

test('a manifest comes after what it refers to, or not at all', async () => {
  const root = shelf.image([shelf.layer()])
  const pushed = at('early').push(root, shelf.fetch(root))
  await expect(pushed).rejects.toMatchObject({ code: 'MANIFEST_BLOB_UNKNOWN' })
})

test('what is not there fails when it is read', async () => {
  const gone = { mediaType: 'x/y', digest: `sha256:${'0'.repeat(64)}`, size: 1 }
  await expect(Array.fromAsync(at('a').fetch(gone))).rejects.toMatchObject({ code: 'BLOB_UNKNOWN' })
  const none = { ...gone, mediaType: 'application/vnd.oci.image.manifest.v1+json' }
  await expect(Array.fromAsync(at('a').fetch(none))).rejects.toMatchObject({
    code: 'MANIFEST_UNKNOWN',
  })
  expect(await at('a').exists(gone)).toBe(false)
})
