import { clearAppendBlob } from './azure-append-blob.ts'
import { sortIds } from './azure-blocks.ts'
import type { AzureContainer } from './azure-container.ts'
import { isAbsent, isConflict, isOtherKind } from './azure-errors.ts'
import { OffsetConflict } from './driver.ts'

/** What a write has made, to be known again when its answer got lost. */
export type Made = { readonly lastId: string } | { readonly md5: Buffer }

/** Where something is appended. */
export interface Appended {
  readonly container: AzureContainer
  readonly path: string
  readonly offset: number
}

/**
 * Does `put`, and finds out what a conflict means: that an earlier try of it was done after all, that an
 * empty object stands where none was expected, or that somebody else was quicker.
 */
export async function settled(
  { container, path, offset }: Appended,
  etag: string | undefined,
  length: number,
  made: Made,
  put: (etag: string | undefined) => Promise<{ readonly etag?: string }>,
): Promise<string | undefined> {
  try {
    return (await put(etag)).etag
  } catch (error) {
    if (!isConflict(error) && !isOtherKind(error)) throw error
    const now = await look(container, path)
    if (now && now.size === length && isSame(now, made)) return now.etag
    if (now?.size === 0 && etag === undefined) {
      try {
        if (!now.isAppendBlob) return (await put(now.etag)).etag
        await clearAppendBlob(container, path, offset)
        return (await put(undefined)).etag
      } catch (again) {
        if (!isConflict(again)) throw again
      }
    }
    throw new OffsetConflict(path, offset, (await look(container, path))?.size ?? 0)
  }
}

interface Found {
  readonly size: number
  readonly etag: string | undefined
  readonly ids: readonly string[]
  readonly md5: Uint8Array | undefined
  readonly isAppendBlob: boolean
}

async function look({ ask, blob }: AzureContainer, path: string): Promise<Found | undefined> {
  const list = ask((abortSignal) => blob(path).getBlockList('committed', { abortSignal }))
  try {
    const [properties, { committedBlocks = [] } = {}] = await Promise.all([
      ask((abortSignal) => blob(path).getProperties({ abortSignal })),
      list.catch(unlessOtherKind),
    ])
    const ids = committedBlocks.map(({ name }) => name)
    const { contentLength: size = 0, etag, contentMD5: md5, blobType } = properties
    const isAppendBlob = blobType === 'AppendBlob'
    return { size, etag, ids: sortIds(ids) ?? ids, md5, isAppendBlob }
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

function unlessOtherKind(error: unknown): undefined {
  if (!isOtherKind(error)) throw error
}

function isSame(found: Found, made: Made): boolean {
  if ('lastId' in made) return found.ids.at(-1) === made.lastId
  return found.md5 !== undefined && made.md5.equals(found.md5)
}
