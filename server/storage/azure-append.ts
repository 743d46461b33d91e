import { createHash } from 'node:crypto'
import { createBlocks, sortIds, type Blocks } from './azure-blocks.ts'
import type { AzureContainer } from './azure-container.ts'
import { isAbsent, isOtherKind } from './azure-errors.ts'
import { appendToAppendBlob, clearAppendBlob } from './azure-append-blob.ts'
import { settled, type Appended } from './azure-settled.ts'
import { OffsetConflict, type StorageDriver } from './driver.ts'

/** The metadata key that holds `ObjectStat.mark`. */
export const MARK = 'berthmark'

/** Blocks after which what has come is committed: a client that breaks off later has lost no more. */
const COMMIT_EVERY = 64
/** A blob has 50,000 at most; one of many small ones is written again in large ones before. */
const MOST_BLOCKS = 45_000

/** The blob before an append. */
interface Start {
  /** Of what is there; without it nothing is. */
  readonly etag?: string
  readonly ids: readonly string[]
  /** What is there as bytes, where its blocks cannot be gone on with. */
  readonly content?: AsyncIterable<Uint8Array>
}

/**
 * `append` on block blobs: the committed length is the offset, and a commit holds only for the version
 * of the blob it began from (`If-Match`). So of several writers, in any process, one is done, the others
 * meet an OffsetConflict; and a crash leaves only staged blocks, which the next commit drops.
 *
 * @param open reads a blob
 */
export function createAppend(
  container: AzureContainer,
  open: StorageDriver['open'],
): StorageDriver['append'] {
  const { ask, blob } = container

  async function begin(path: string, offset: number): Promise<Start | 'append blob'> {
    if (offset === 0) return { ids: [] }
    try {
      const found = await ask((abortSignal) =>
        blob(path).getBlockList('committed', { abortSignal }),
      )
      const size = found.blobContentLength ?? 0
      if (size !== offset) throw new OffsetConflict(path, offset, size)
      const ids = sortIds((found.committedBlocks ?? []).map(({ name }) => name)) ?? []
      const version = found.etag === undefined ? {} : { etag: found.etag }
      if (ids.length > 0 && ids.length < MOST_BLOCKS) return { ...version, ids }
      const content = (await open(path))?.body
      return { ...version, ids: [], ...(content && { content }) }
    } catch (error) {
      if (isAbsent(error)) throw new OffsetConflict(path, offset, 0)
      if (isOtherKind(error)) return 'append blob'
      throw error
    }
  }

  const stage = (path: string, offset: number) => async (id: string, bytes: Buffer) => {
    const put = () =>
      ask(
        (abortSignal) => blob(path).stageBlock(id, bytes, bytes.length, { abortSignal }),
        bytes.length,
      )
    try {
      await put()
    } catch (error) {
      if (!isOtherKind(error)) throw error
      await clearAppendBlob(container, path, offset)
      await put()
    }
  }

  return async (path, offset, body, mark) => {
    const start = await begin(path, offset)
    if (start === 'append blob') return await appendToAppendBlob(container, path, offset, body)
    const blocks = createBlocks(start.ids.length, stage(path, offset))
    try {
      return await write({ container, path, offset, start, blocks, mark }, body)
    } finally {
      await blocks.close()
    }
  }
}

interface Append extends Appended {
  readonly start: Start
  readonly blocks: Blocks
  readonly mark: ((length: number) => string | undefined) | undefined
}

async function write(append: Append, body: AsyncIterable<Uint8Array>): Promise<number> {
  const { start, blocks, offset, mark } = append
  const broken = endWhenBroken(body)
  let { etag, ids } = start
  let length = start.content ? 0 : offset

  for await (const chunk of chained(start.content, broken.body)) {
    const wait = blocks.add(chunk)
    length += chunk.length
    if (wait) await wait
    const full = length - blocks.rest().length
    // What is written again must not be seen before there is as much of it as there was.
    if (blocks.staged < COMMIT_EVERY || full < offset) continue
    ids = [...ids, ...(await blocks.settle())]
    etag = await commit(append, etag, ids, full)
  }
  // An empty body changes nothing, but for an object that is not there yet.
  if (length > offset || offset === 0) {
    const small = ids.length === 0 && blocks.staged === 0
    if (!small || !(await putWhole(append, etag, mark?.(length)))) {
      blocks.stageRest()
      ids = [...ids, ...(await blocks.settle())]
      await commit(append, etag, ids, length, mark?.(length))
    }
  }
  if (broken.failure) throw broken.failure.reason
  return length
}

/** Makes the blob what these blocks hold. @returns its new version */
async function commit(
  append: Append,
  etag: string | undefined,
  ids: readonly string[],
  length: number,
  mark?: string,
): Promise<string | undefined> {
  const { container, path } = append
  const options = marked(mark)
  const put = (version: string | undefined) =>
    container.ask((abortSignal) =>
      container.blob(path).commitBlockList([...ids], {
        ...options,
        conditions: only(version),
        abortSignal,
      }),
    )
  return await settled(append, etag, length, { lastId: ids.at(-1) ?? '' }, put)
}

/**
 * A small blob in one request.
 * @returns false where blocks that a crash left staged count as a blob, though nothing is there: they give
 * way to a commit alone
 */
async function putWhole(append: Append, etag: string | undefined, mark?: string): Promise<boolean> {
  const { container, path, blocks } = append
  const bytes = blocks.rest()
  const options = marked(mark)
  const put = (version: string | undefined) =>
    container.ask(
      (abortSignal) =>
        container.blob(path).upload(bytes, bytes.length, {
          ...options,
          conditions: only(version),
          abortSignal,
        }),
      bytes.length,
    )
  try {
    await settled(append, etag, bytes.length, { md5: md5(bytes) }, put)
    return true
  } catch (error) {
    if (error instanceof OffsetConflict && error.size === append.offset) return false
    throw error
  }
}

/** What the service notes of a blob that came in one request. */
const md5 = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest()

const marked = (mark: string | undefined) =>
  mark === undefined ? {} : { metadata: { [MARK]: mark } }

const only = (etag: string | undefined) =>
  etag === undefined ? { ifNoneMatch: '*' } : { ifMatch: etag }

/** The body up to where it fails; only that failure is the client's, and keeps what came before. */
function endWhenBroken(body: AsyncIterable<Uint8Array>) {
  const state: {
    body: AsyncIterable<Uint8Array>
    failure?: { readonly reason: unknown }
  } = { body: read() }
  async function* read(): AsyncGenerator<Uint8Array> {
    try {
      yield* body
    } catch (reason) {
      state.failure = { reason }
    }
  }
  return state
}

async function* chained(
  ...bodies: readonly (AsyncIterable<Uint8Array> | undefined)[]
): AsyncGenerator<Uint8Array> {
  for (const body of bodies) if (body) yield* body
}
