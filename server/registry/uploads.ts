import { createHash, randomUUID } from 'node:crypto'
import {
  algorithmOf,
  asDigest,
  CANONICAL,
  finish,
  type Algorithm,
  type Digest,
} from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import type { RepositoryName } from '../oci/name.ts'
import { OffsetConflict, type ObjectStat, type StorageDriver } from '../storage/driver.ts'
import type { Blobs } from './blobs.ts'
import { createFresh } from './fresh.ts'
import { createHashing } from './hashing.ts'
import { uploadData, uploadPath, uploadStarted } from './layout.ts'
import { createTurns } from './turns.ts'
import { unknownUpload, type UploadId } from './upload-id.ts'

/**
 * The life of an upload (distribution-spec "Pushing blobs"):
 *
 *     start ──▶ append … append ──▶ commit ──▶ a blob
 *                 ▲  │ broken off      │ wrong digest
 *                 └──┘ status          ▼
 *                                    gone  ◀── cancel, or purged when too old
 *
 * Its only state that matters is the data in storage: its length is the offset. So any process that
 * has the storage can go on with it, also after a crash.
 */
export interface Uploads {
  start(name: RepositoryName): Promise<UploadId>
  /** Bytes received so far. @throws RegistryError BLOB_UPLOAD_UNKNOWN */
  status(name: RepositoryName, id: UploadId): Promise<number>
  /**
   * Adds `body`, at `offset` if the client says where it belongs.
   * @returns the new length
   * @throws RegistryError BLOB_UPLOAD_UNKNOWN, OffsetConflict
   */
  append(name: RepositoryName, id: UploadId, body: UploadBody, offset?: number): Promise<number>
  /** Makes it the blob `digest`. @throws RegistryError DIGEST_INVALID (the upload is gone then), BLOB_UPLOAD_UNKNOWN */
  commit(name: RepositoryName, id: UploadId, digest: Digest): Promise<void>
  /** @throws RegistryError BLOB_UPLOAD_UNKNOWN */
  cancel(name: RepositoryName, id: UploadId): Promise<void>
}

/** Bytes on their way in, which can be broken off from this end. */
export interface UploadBody extends AsyncIterable<Uint8Array> {
  abandon(): void
}

/** Uploads whose length is remembered between two requests. */
const REMEMBERED = 10_000

export function createUploads(driver: StorageDriver, blobs: Blobs): Uploads {
  const hashing = createHashing()
  const turns = createTurns()
  const lengths = createFresh<number>(REMEMBERED, driver.exclusive)
  const active = new Map<UploadId, { body: UploadBody; ended: Promise<unknown> }>()

  /** While bytes come in, only storage knows how many. */
  async function status(name: RepositoryName, id: UploadId): Promise<number> {
    const read = async (): Promise<number | undefined> => (await stored(driver, name, id))?.size
    const length = await (active.has(id) ? read() : lengths.get(uploadPath(name, id), read))
    if (length === undefined) throw unknownUpload(id)
    return length
  }

  /**
   * A client whose connection broke comes back on a new one, often before the old one is known to be
   * dead: the old one must not hold it up.
   */
  async function endActive(name: RepositoryName, id: UploadId): Promise<void> {
    // Only what belongs to the repository that asks.
    if (active.has(id)) await status(name, id)
    for (let other = active.get(id); other; other = active.get(id)) {
      other.body.abandon()
      await other.ended
    }
  }

  async function add(name: RepositoryName, id: UploadId, body: UploadBody, offset: number) {
    const work = driver.append(
      uploadData(name, id),
      offset,
      hashing.through(id, offset, body),
      // For another process, which may get the request that ends the upload.
      (length) => hashing.digest(id, length),
    )
    const ended = work.then(
      () => {},
      () => {},
    )
    const path = uploadPath(name, id)
    active.set(id, { body, ended })
    try {
      await lengths.change([path], async () => new Map([[path, await work]]))
      return await work
    } catch (error) {
      // Where others write too, what went through need not be what is there, even if it is as long.
      if (!driver.exclusive) hashing.forget(id)
      throw error
    } finally {
      active.delete(id)
    }
  }

  async function forget(name: RepositoryName, id: UploadId): Promise<void> {
    // An upload promises nothing until it is committed.
    hashing.forget(id)
    const path = uploadPath(name, id)
    await lengths.change([path], async () => {
      await driver.remove(path, { durable: false })
      return new Map()
    })
  }

  async function canonicalDigest(name: RepositoryName, id: UploadId, { size, mark }: Received) {
    const known = hashing.digest(id, size) ?? asDigest(mark ?? '')
    return known ?? (await digestOfUpload(driver, name, id, CANONICAL))
  }

  /** All that is to become the blob, so that whatever is added from now on is noticed. */
  async function received(name: RepositoryName, id: UploadId): Promise<Received> {
    if (driver.exclusive) return { size: await status(name, id) }
    const found = await stored(driver, name, id)
    if (!found) throw unknownUpload(id)
    return found
  }

  /** What an upload that got nothing is moved from; bytes that came meanwhile are a conflict. */
  async function createEmpty(name: RepositoryName, id: UploadId): Promise<Received> {
    const path = uploadData(name, id)
    await driver.append(path, 0, noBytes())
    const found = await received(name, id)
    if (found.size > 0) throw new OffsetConflict(path, 0, found.size)
    return found
  }

  /** Content that is not what it was said to be is of no use to anybody: the upload goes with it. */
  async function check(name: RepositoryName, id: UploadId, digest: Digest, canonical: Digest) {
    const algorithm = algorithmOf(digest)
    const found =
      algorithm === CANONICAL ? canonical : await digestOfUpload(driver, name, id, algorithm)
    if (found === digest) return
    await forget(name, id)
    throw new RegistryError('DIGEST_INVALID', 'the content does not match the digest', {
      detail: { digest, found },
    })
  }

  return {
    status,

    async start(name) {
      const id = randomUUID() as UploadId
      const startedAt = Buffer.from(new Date().toISOString())
      await driver.create(uploadStarted(name, id), startedAt)
      lengths.learn(uploadPath(name, id), 0)
      return id
    },

    async append(name, id, body, offset) {
      if (active.has(id)) {
        checkOffset(name, id, await status(name, id), offset)
        await endActive(name, id)
      }
      return await turns.alone(id, async () => {
        const length = await status(name, id)
        checkOffset(name, id, length, offset)
        return await add(name, id, body, length)
      })
    },

    async commit(name, id, digest) {
      await endActive(name, id)
      await turns.alone(id, async () => {
        const data = await received(name, id)
        const canonical = await canonicalDigest(name, id, data)
        await check(name, id, digest, canonical)
        const { size, version } = data.size > 0 ? data : await createEmpty(name, id)
        await blobs.adopt(name, digest, canonical, { path: uploadData(name, id), size, version })
        await forget(name, id)
      })
    },

    async cancel(name, id) {
      await endActive(name, id)
      await turns.alone(id, async () => {
        await status(name, id)
        await forget(name, id)
      })
    },
  }
}

function checkOffset(
  name: RepositoryName,
  id: UploadId,
  length: number,
  offset: number | undefined,
): void {
  if (offset !== undefined && offset !== length) {
    throw new OffsetConflict(uploadData(name, id), offset, length)
  }
}

/** What has come in; nothing at first. */
type Received = Pick<ObjectStat, 'size' | 'version' | 'mark'>

async function stored(
  driver: StorageDriver,
  name: RepositoryName,
  id: UploadId,
): Promise<Received | undefined> {
  const [started, data] = await Promise.all([
    driver.stat(uploadStarted(name, id)),
    driver.stat(uploadData(name, id)),
  ])
  return started && (data ?? { size: 0 })
}

async function digestOfUpload(
  driver: StorageDriver,
  name: RepositoryName,
  id: UploadId,
  algorithm: Algorithm,
): Promise<Digest> {
  const hash = createHash(algorithm)
  const data = await driver.open(uploadData(name, id))
  for await (const chunk of data?.body ?? []) hash.update(chunk)
  return finish(hash, algorithm)
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}
