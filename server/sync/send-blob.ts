import type { Descriptor } from '../oci/manifest.ts'
import type { RepositoryName } from '../oci/name.ts'
import { OffsetConflict } from '../storage/driver.ts'
import type { Content } from './content.ts'
import type { SyncEnd, UploadPoint } from './end.ts'
import type { KeptUploads } from './kept-uploads.ts'
import type { Pace } from './pace.ts'
import type { Tally } from './progress.ts'
import { RemoteError } from './remote-error.ts'
import type { Retries } from './retry.ts'

export interface BlobParts {
  readonly source: SyncEnd
  readonly target: SyncEnd
  readonly uploads: KeptUploads
  readonly retries: Retries
  readonly pace: Pace
  readonly tally: Tally
  readonly chunks: Chunks
  readonly signal: AbortSignal
}

/** Bytes handed on at once: what is under way when a line breaks may be lost. */
const PIECE = 128 * 1024
/** Times in a row that an upload may turn out to stand elsewhere. */
const STALE = 5

/** How much goes in one request, as the run has learned. */
export interface Chunks {
  /** Bytes. */
  size: number
  /** Each goes on a connection of its own. */
  apart: boolean
}

/** Chunks do not get smaller than this, in bytes. */
const LEAST_CHUNK = 1024 * 1024

/**
 * Some registries forget an upload of which a chunk broke off. There only what comes through in one piece
 * helps: less at once, on connections that are new.
 */
function learnFromLoss(chunks: Chunks): void {
  if (!Number.isFinite(chunks.size)) return
  chunks.size = Math.max(LEAST_CHUNK, Math.floor(chunks.size / 4))
  chunks.apart = true
}

/** A blob that was sent from its beginning so often is given up. */
const FRESH_STARTS = 8

/**
 * Brings one blob over. What was begun before, by whatever process, goes on where the other side says that
 * it stands; when it does not know it any more, this blob alone begins anew.
 *
 * @param begun an upload that was begun for it just now
 * @throws RemoteError, RegistryError, or the reason of the signal
 */
export async function sendBlob(
  parts: BlobParts,
  name: RepositoryName,
  blob: Descriptor,
  begun?: string,
): Promise<void> {
  const { target, uploads, retries, pace, tally, signal } = parts
  const { digest, size } = blob
  const kept = begun === undefined ? uploads.find(name, digest) : { location: begun, sent: 0 }
  let at: UploadPoint | undefined = kept && { location: kept.location, offset: 0 }
  // An upload that was begun just now stands at its beginning; of any other that has to be asked.
  let isSure = begun !== undefined
  let sent = kept?.sent ?? 0
  let starts = 0

  async function stand(): Promise<UploadPoint> {
    const found = at && !isSure ? await target.uploads.status(name, at.location, { signal }) : at
    if (found && found.offset <= size) return found
    if (at && sent > 0 && starts > 0) learnFromLoss(parts.chunks)
    if (at && starts >= FRESH_STARTS) throw new Error('the upload was lost too often')
    starts++
    return { location: await target.uploads.begin(name, { signal }), offset: 0 }
  }

  let isLast = false

  async function step(): Promise<void> {
    isLast = false
    await pace.open(signal)
    const point = await stand()
    if (sent > point.offset) tally.resent(sent - point.offset)
    sent = point.offset
    at = point
    isSure = true
    tally.blobAt(name, digest, size, point.offset)
    uploads.keep(name, digest, { location: point.location, sent })
    const length = Math.min(parts.chunks.size, size - point.offset)
    isLast = point.offset + length === size
    const content = counted(
      parts,
      name,
      blob,
      point.offset,
      length,
      (bytes) => void (sent += bytes),
    )
    const piece = { ...point, content, length, apart: parts.chunks.apart }
    isSure = false
    try {
      if (isLast) await target.uploads.finish(name, blob, piece, { signal })
      else {
        const location = await target.uploads.append(name, piece, { signal })
        at = { location, offset: point.offset + length }
        isSure = true
      }
    } finally {
      // Where it stands now, only the other side knows.
      if (!isSure && at) uploads.keep(name, digest, { location: at.location, sent })
    }
  }

  for (let attempt = 0, best = 0; ;) {
    try {
      await step()
      retries.succeeded()
      attempt = 0
      if (isLast) break
    } catch (error) {
      signal.throwIfAborted()
      // It may have come through, and only the answer not.
      if (isLast && (await isThere(parts, name, blob))) break
      if (sent > best) attempt = 0
      best = Math.max(best, sent)
      const again = isElsewhere(error)
        ? attempt < STALE
        : await retries.wait(error, attempt, signal)
      attempt++
      if (!again) {
        if (isForGood(error)) uploads.drop(name, digest)
        throw error
      }
    }
  }
  uploads.drop(name, digest)
  tally.blobDone(name, digest, size, 'sent')
}

/**
 * It stands elsewhere than it said, since what a broken line still held came in meanwhile, or it is not there
 * any more: then it says so when it is asked.
 */
function isElsewhere(error: unknown): boolean {
  if (error instanceof RemoteError) return [400, 404, 416].includes(error.status ?? 0)
  return error instanceof OffsetConflict
}

/** The content itself is wrong: another upload of it would be too. */
function isForGood(error: unknown): boolean {
  const { code = '' } = error as { readonly code?: unknown }
  return ['DIGEST_INVALID', 'SIZE_INVALID', 'BLOB_UNKNOWN'].includes(String(code))
}

async function isThere(
  { target, signal }: BlobParts,
  name: RepositoryName,
  blob: Descriptor,
): Promise<boolean> {
  const { here } = await target
    .has(name, [blob], { signal })
    .catch(() => ({ here: new Set<string>() }))
  return here.has(blob.digest)
}

/** `length` bytes of it, at the pace of all, and told of as they go. */
async function* counted(
  { source, pace, tally, signal }: BlobParts,
  name: RepositoryName,
  blob: Descriptor,
  offset: number,
  length: number,
  onBytes: (count: number) => void,
): Content {
  if (length === 0) return
  let left = length
  const all = pieces(source.read(name, blob, offset, { signal }), length)
  for await (const piece of pace.through(all, signal)) {
    yield piece
    // Only now it was asked for what comes next.
    left -= piece.length
    onBytes(piece.length)
    tally.sent(piece.length)
    tally.blobAt(name, blob.digest, blob.size, offset + length - left)
  }
  if (left === 0) return
  throw new Error(`${source.name}: the layer ${blob.digest} ends ${left} bytes too early`)
}

/** The first `length` bytes, a few at once. */
async function* pieces(content: Content, length: number): Content {
  let left = length
  for await (const chunk of content) {
    for (let at = 0; at < chunk.length && left > 0; at += PIECE) {
      const piece = chunk.subarray(at, Math.min(chunk.length, at + PIECE, at + left))
      left -= piece.length
      yield piece
    }
    if (left === 0) return
  }
}
