import { describe, expect, test } from 'vitest'
import { digestOf, parseDigest } from '../../server/oci/digest.ts'
import { blobPath, layerLink, uploadData, uploadPath } from '../../server/registry/layout.ts'
import { parseUploadId } from '../../server/registry/upload-id.ts'
import type { UploadBody } from '../../server/registry/uploads.ts'
import { OffsetConflict, StorageFull, type StorageDriver } from '../../server/storage/driver.ts'
import { brokenBody, failureOf, heldBody } from '../storage/bytes.ts'
import { APP, codeOf, NOBODY, OTHER, uploadOf } from './content.ts'
import { openRegistry } from './opened-registry.ts'

const sha256 = (text: string) => digestOf(Buffer.from(text))
const sha512 = (text: string) => digestOf(Buffer.from(text), 'sha512')

describe('the life of an upload', () => {
  test('start, append, append, commit, gone', async () => {
    await using at = await openRegistry()
    const { uploads, blobs } = at.registry
    const id = await uploads.start(APP)
    expect(await uploads.status(APP, id)).toBe(0)
    expect(await uploads.append(APP, id, uploadOf('hello'))).toBe(5)
    expect(await uploads.append(APP, id, uploadOf(', ', 'world'), 5)).toBe(12)
    expect(await uploads.status(APP, id)).toBe(12)
    const digest = sha256('hello, world')
    await uploads.commit(APP, id, digest)
    expect(await blobs.size(APP, digest)).toBe(12)
    expect(await at.peek(blobPath(digest))).toBe('hello, world')
    expect(await codeOf(uploads.status(APP, id))).toBe('BLOB_UPLOAD_UNKNOWN')
    expect(await Array.fromAsync(at.driver.list(uploadPath(APP, id)))).toStrictEqual([])
  })

  test('cancel ends it', async () => {
    await using at = await openRegistry()
    const { uploads } = at.registry
    const id = await uploads.start(APP)
    await uploads.append(APP, id, uploadOf('hello'))
    await uploads.cancel(APP, id)
    expect(await at.peek(uploadData(APP, id))).toBeUndefined()
    expect(await codeOf(uploads.append(APP, id, uploadOf('x')))).toBe('BLOB_UPLOAD_UNKNOWN')
    expect(await codeOf(uploads.commit(APP, id, sha256('hello')))).toBe('BLOB_UPLOAD_UNKNOWN')
    expect(await codeOf(uploads.cancel(APP, id))).toBe('BLOB_UPLOAD_UNKNOWN')
  })

  test('a wrong digest ends it', async () => {
    await using at = await openRegistry()
    const { uploads } = at.registry
    for (const digest of [NOBODY, parseDigest(`sha512:${'0'.repeat(128)}`)]) {
      const id = await uploads.start(APP)
      await uploads.append(APP, id, uploadOf('hello'))
      expect(await codeOf(uploads.commit(APP, id, digest))).toBe('DIGEST_INVALID')
      expect(await codeOf(uploads.status(APP, id))).toBe('BLOB_UPLOAD_UNKNOWN')
      expect(await at.peek(uploadData(APP, id))).toBeUndefined()
      expect(await at.peek(blobPath(sha256('hello')))).toBeUndefined()
    }
  })

  test.each(['', 'x', '../../x', '00000000-0000-4000-8000-00000000000', '0'.repeat(36)])(
    '%j is no id',
    async (text) => {
      expect(await codeOf((async () => parseUploadId(text))())).toBe('BLOB_UPLOAD_UNKNOWN')
    },
  )

  test('it belongs to its repository alone', async () => {
    await using at = await openRegistry()
    const { uploads } = at.registry
    const id = await uploads.start(APP)
    const held = heldUpload()
    const going = uploads.append(APP, id, held)
    await held.push('hel')
    const codes = await Promise.all(
      [
        uploads.status(OTHER, id),
        uploads.append(OTHER, id, uploadOf('x')),
        uploads.commit(OTHER, id, sha256('hel')),
        uploads.cancel(OTHER, id),
      ].map(codeOf),
    )
    expect(codes).toStrictEqual(Array.from(codes, () => 'BLOB_UPLOAD_UNKNOWN'))
    await held.push('lo')
    held.end()
    expect(await going).toBe(5)
  })
})

describe('kinds of content', () => {
  test('a blob of no bytes', async () => {
    await using at = await openRegistry()
    const { uploads, blobs } = at.registry
    for (const body of [undefined, uploadOf()]) {
      const id = await uploads.start(APP)
      if (body) await uploads.append(APP, id, body)
      await uploads.commit(APP, id, sha256(''))
      expect(await blobs.size(APP, sha256(''))).toBe(0)
    }
    expect(await at.peek(blobPath(sha256('')))).toBe('')
  })

  test('sha512 names the same bytes, which lie under sha256', async () => {
    await using at = await openRegistry()
    const { uploads, blobs } = at.registry
    const id = await uploads.start(APP)
    await uploads.append(APP, id, uploadOf('hello'))
    await uploads.commit(APP, id, sha512('hello'))
    expect(await blobs.size(APP, sha512('hello'))).toBe(5)
    expect(await blobs.size(APP, sha256('hello'))).toBe(5)
    expect(await at.peek(blobPath(sha256('hello')))).toBe('hello')
    expect(await at.peek(blobPath(sha512('hello')))).toBeUndefined()
    expect(await at.peek(layerLink(APP, sha512('hello')))).toBe(sha256('hello'))
  })

  test('a blob of no bytes by sha512', async () => {
    await using at = await openRegistry()
    const id = await at.registry.uploads.start(APP)
    await at.registry.uploads.commit(APP, id, sha512(''))
    expect(await at.registry.blobs.size(APP, sha512(''))).toBe(0)
  })

  test('the same blob again and again', async () => {
    await using at = await openRegistry()
    const { uploads, blobs } = at.registry
    const ids = await Promise.all([1, 2, 3, 4].map(() => uploads.start(APP)))
    await Promise.all(ids.map((id) => uploads.append(APP, id, uploadOf('hello'))))
    await Promise.all(ids.map((id) => uploads.commit(APP, id, sha256('hello'))))
    expect(await blobs.size(APP, sha256('hello'))).toBe(5)
  })
})

describe('offsets', () => {
  test.each([0, 4, 6])('a chunk for %i does not fit after 5 bytes', async (offset) => {
    await using at = await openRegistry()
    const { uploads } = at.registry
    const id = await uploads.start(APP)
    await uploads.append(APP, id, uploadOf('hello'), 0)
    const failure = await failureOf(uploads.append(APP, id, uploadOf('x'), offset))
    expect(failure).toBeInstanceOf(OffsetConflict)
    expect((failure as OffsetConflict).size).toBe(5)
    expect(await uploads.status(APP, id)).toBe(5)
  })

  test('of two chunks for one offset one is taken', async () => {
    await using at = await openRegistry()
    const { uploads } = at.registry
    const id = await uploads.start(APP)
    const outcomes = await Promise.allSettled([
      uploads.append(APP, id, uploadOf('one'), 0),
      uploads.append(APP, id, uploadOf('two'), 0),
    ])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(['one', 'two']).toContain(await at.peek(uploadData(APP, id)))
  })
})

describe('after a break', () => {
  test('a broken body leaves what came, and the rest makes it whole', async () => {
    await using at = await openRegistry()
    const { uploads, blobs } = at.registry
    const id = await uploads.start(APP)
    const broken = Object.assign(brokenBody(new Error('reset'), 'hel'), { abandon: () => {} })
    expect(await failureOf(uploads.append(APP, id, broken))).toStrictEqual(new Error('reset'))
    expect(await uploads.status(APP, id)).toBe(3)
    await uploads.append(APP, id, uploadOf('lo'), 3)
    await uploads.commit(APP, id, sha256('hello'))
    expect(await blobs.size(APP, sha256('hello'))).toBe(5)
  })

  test('another process goes on where the first one stopped', async () => {
    await using at = await openRegistry()
    const id = await at.registry.uploads.start(APP)
    await at.registry.uploads.append(APP, id, uploadOf('hel'))
    const { uploads, blobs } = await at.restart()
    expect(await uploads.status(APP, id)).toBe(3)
    await uploads.append(APP, id, uploadOf('lo'), 3)
    await uploads.commit(APP, id, sha256('hello'))
    expect(await blobs.size(APP, sha256('hello'))).toBe(5)
  })

  test('another process commits what the first one received', async () => {
    await using at = await openRegistry()
    const id = await at.registry.uploads.start(APP)
    await at.registry.uploads.append(APP, id, uploadOf('hello'))
    const { uploads, blobs } = await at.restart()
    await uploads.commit(APP, id, sha256('hello'))
    expect(await blobs.size(APP, sha256('hello'))).toBe(5)
  })

  test('bytes that storage lost do not count towards the digest', async () => {
    await using at = await openRegistry({ wrap: losing })
    const { uploads } = at.registry
    const id = await uploads.start(APP)
    const failure = await failureOf(uploads.append(APP, id, uploadOf('hel', 'lo')))
    expect(failure).toBeInstanceOf(StorageFull)
    expect(await uploads.status(APP, id)).toBe(3)
    await uploads.append(APP, id, uploadOf('XX'), 3)
    expect(await codeOf(uploads.commit(APP, id, sha256('hello')))).toBe('DIGEST_INVALID')
    expect(await at.peek(blobPath(sha256('hello')))).toBeUndefined()
  })
})

describe('at the same time', () => {
  test('a newer append takes over from one that stands still', async () => {
    await using at = await openRegistry()
    const { uploads } = at.registry
    const id = await uploads.start(APP)
    const stalled = heldUpload()
    const first = failureOf(uploads.append(APP, id, stalled))
    await stalled.push('hel')
    const conflict = await failureOf(uploads.append(APP, id, uploadOf('x'), 0))
    expect(conflict).toBeInstanceOf(OffsetConflict)
    expect((conflict as OffsetConflict).size).toBe(3)
    expect(await first).toStrictEqual(ABANDONED)
    expect(await uploads.append(APP, id, uploadOf('lo'), 3)).toBe(5)
    await uploads.commit(APP, id, sha256('hello'))
  })

  test('a commit and a cancel do not wait for an append that stands still', async () => {
    await using at = await openRegistry()
    const { uploads, blobs } = at.registry
    for (const end of ['commit', 'cancel'] as const) {
      const id = await uploads.start(APP)
      const stalled = heldUpload()
      const first = failureOf(uploads.append(APP, id, stalled))
      await stalled.push('hello')
      await uploads[end](APP, id, sha256('hello'))
      expect(await first).toStrictEqual(ABANDONED)
      expect(await codeOf(uploads.status(APP, id))).toBe('BLOB_UPLOAD_UNKNOWN')
    }
    expect(await blobs.size(APP, sha256('hello'))).toBe(5)
  })

  test('of commits of one upload one is done', async () => {
    await using at = await openRegistry()
    const { uploads, blobs } = at.registry
    const id = await uploads.start(APP)
    await uploads.append(APP, id, uploadOf('hello'))
    const codes = await Promise.all(
      [1, 2, 3].map(() => codeOf(uploads.commit(APP, id, sha256('hello')))),
    )
    expect(codes.toSorted()).toStrictEqual(['BLOB_UPLOAD_UNKNOWN', 'BLOB_UPLOAD_UNKNOWN', 'fine'])
    expect(await blobs.size(APP, sha256('hello'))).toBe(5)
  })
})

const ABANDONED = new Error('abandoned')

/** A body that its test feeds, and that breaks when the registry gives it up. */
function heldUpload() {
  const held = heldBody()
  return Object.assign(held, { abandon: () => held.fail(ABANDONED) }) satisfies UploadBody
}

/** Storage that is full once it has taken the first chunk of its first append. */
function losing(driver: StorageDriver): StorageDriver {
  let full = true
  return {
    ...driver,
    async append(path, offset, body) {
      if (!full) return await driver.append(path, offset, body)
      full = false
      const [first = new Uint8Array()] = await Array.fromAsync(body)
      await driver.append(path, offset, uploadOf(first.toString()))
      throw new StorageFull(path, undefined)
    },
  }
}
