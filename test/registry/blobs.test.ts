import { describe, expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { blobPath, layerLink } from '../../server/registry/layout.ts'
import { textOf } from '../storage/bytes.ts'
import { APP, codeOf, NOBODY, OTHER, pushBlob, uploadOf } from './content.ts'
import { openRegistry } from './opened-registry.ts'

const SHA512 = digestOf(Buffer.from('blob'), 'sha512')

test('a blob is served whole and in part', async () => {
  await using at = await openRegistry()
  const digest = await pushBlob(at.registry)
  const { blobs } = at.registry
  expect(await blobs.size(APP, digest)).toBe(4)
  expect(await textOf((await blobs.open(APP, digest))?.body)).toBe('blob')
  const part = await blobs.open(APP, digest, { first: 1, last: 2 })
  expect(part?.size).toBe(4)
  expect(await textOf(part?.body)).toBe('lo')
})

test('only to the repository that has it', async () => {
  await using at = await openRegistry()
  const digest = await pushBlob(at.registry)
  for (const [name, wanted] of [[OTHER, digest] as const, [APP, NOBODY] as const]) {
    expect(await at.registry.blobs.size(name, wanted)).toBeUndefined()
    expect(await at.registry.blobs.open(name, wanted)).toBeUndefined()
  }
})

describe.each(['', 'sha256:', 'x'.repeat(71), 'sha256:../../x'])('a link that holds %j', (text) => {
  test('counts as absent', async () => {
    await using at = await openRegistry({ remember: false })
    const digest = await pushBlob(at.registry)
    await at.meddle(layerLink(APP, digest), text)
    expect(await at.registry.blobs.size(APP, digest)).toBeUndefined()
    expect(await at.registry.blobs.open(APP, digest)).toBeUndefined()
  })
})

test('a link may end in a newline', async () => {
  await using at = await openRegistry({ remember: false })
  const digest = await pushBlob(at.registry)
  await at.meddle(layerLink(APP, digest), `${digest}\n`)
  expect(await at.registry.blobs.size(APP, digest)).toBe(4)
})

test('a link without its blob is not served', async () => {
  await using at = await openRegistry({ remember: false })
  const digest = await pushBlob(at.registry)
  await at.driver.remove(blobPath(digest))
  expect(await at.registry.blobs.size(APP, digest)).toBeUndefined()
  expect(await at.registry.blobs.open(APP, digest)).toBeUndefined()
})

test('a push over a damaged blob is seen at once, with its size', async () => {
  await using at = await openRegistry()
  const digest = await pushBlob(at.registry)
  await at.meddle(blobPath(digest), 'cut')
  const { blobs } = await at.restart()
  expect(await blobs.size(APP, digest)).toBe(3)
  const registry = await at.restart()
  expect(await registry.blobs.size(APP, digest)).toBe(3)
  await pushBlob(registry)
  expect(await registry.blobs.size(APP, digest)).toBe(4)
})

describe('mount', () => {
  test('takes over a blob, once named, from the repository that has it', async () => {
    await using at = await openRegistry()
    const digest = await pushBlob(at.registry)
    expect(await at.registry.blobs.mount(OTHER, digest, APP)).toBe(true)
    expect(await at.registry.blobs.size(OTHER, digest)).toBe(4)
    expect(await at.peek(layerLink(OTHER, digest))).toBe(digest)
  })

  test('from anywhere where nobody is named', async () => {
    await using at = await openRegistry()
    const digest = await pushBlob(at.registry)
    expect(await at.registry.blobs.mount(OTHER, digest)).toBe(true)
    expect(await at.registry.blobs.size(OTHER, digest)).toBe(4)
  })

  test('of what is not there, or not in that repository, is refused', async () => {
    await using at = await openRegistry()
    const digest = await pushBlob(at.registry)
    const { blobs } = at.registry
    expect(await blobs.mount(OTHER, NOBODY, APP)).toBe(false)
    expect(await blobs.mount(OTHER, NOBODY)).toBe(false)
    expect(await blobs.mount(APP, digest, OTHER)).toBe(false)
    expect(await blobs.mount(OTHER, SHA512)).toBe(false)
    await at.driver.remove(blobPath(digest))
    const fresh = await at.restart()
    expect(await fresh.blobs.mount(OTHER, digest, APP)).toBe(false)
    expect(await at.peek(layerLink(OTHER, digest))).toBeUndefined()
  })

  test('by sha512 links both names', async () => {
    await using at = await openRegistry()
    const { uploads, blobs } = at.registry
    const id = await uploads.start(APP)
    await uploads.append(APP, id, uploadOf('blob'))
    await uploads.commit(APP, id, SHA512)
    expect(await blobs.mount(OTHER, SHA512, APP)).toBe(true)
    expect(await blobs.size(OTHER, SHA512)).toBe(4)
    expect(await blobs.size(OTHER, digestOf(Buffer.from('blob')))).toBe(4)
  })
})

describe('remove', () => {
  test('takes it out of one repository, and leaves the bytes', async () => {
    await using at = await openRegistry()
    const digest = await pushBlob(at.registry)
    await pushBlob(at.registry, OTHER)
    await at.registry.blobs.remove(APP, digest)
    expect(await at.registry.blobs.size(APP, digest)).toBeUndefined()
    expect(await at.registry.blobs.size(OTHER, digest)).toBe(4)
    expect(await codeOf(at.registry.blobs.remove(APP, digest))).toBe('BLOB_UNKNOWN')
  })

  test('and a push brings it back', async () => {
    await using at = await openRegistry()
    const digest = await pushBlob(at.registry)
    await at.registry.blobs.remove(APP, digest)
    await pushBlob(at.registry)
    expect(await at.registry.blobs.size(APP, digest)).toBe(4)
  })
})
