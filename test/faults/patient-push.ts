import { digestOf } from '../support/snapshot.ts'
import { type Ask, expecting, type HttpImage, putManifest } from '../support/http-image.ts'
import { locationOf, uploadedBytes, withQuery } from '../support/upload-url.ts'
import { Refused } from './traffic.ts'

/** How a client that does not give up sees the registry. */
export interface Patience {
  readonly ask: Ask
  /** Resolves when it is worth trying again. */
  readonly there: () => Promise<void>
}

const CHUNKS = 3

/** Pushes an image, through every refusal. */
export async function pushPatiently(
  patience: Patience,
  repository: string,
  tag: string,
  { blobs, manifest }: HttpImage,
): Promise<void> {
  await Promise.all(blobs.map((bytes) => pushBlob(patience, repository, bytes)))
  await again(patience, () => putManifest(patience.ask, repository, tag, manifest))
}

/** Does it until it is not refused. */
async function again<T>({ there }: Patience, act: () => Promise<T>): Promise<T> {
  for (;;) {
    const result = await unlessRefused(act)
    if (result !== undefined) return result.value
    await there()
  }
}

async function unlessRefused<T>(act: () => Promise<T>): Promise<{ value: T } | undefined> {
  try {
    return { value: await act() }
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

async function pushBlob(patience: Patience, repository: string, bytes: Buffer): Promise<void> {
  const uploads = `/v2/${repository}/blobs/uploads/`
  for (;;) {
    const started = await again(patience, () => expecting(202, patience.ask, 'POST', uploads))
    const location = locationOf(started)
    await sendAll(patience, location, bytes)
    if (await end(patience, location, repository, bytes)) return
  }
}

async function sendAll(patience: Patience, location: string, bytes: Buffer): Promise<void> {
  const length = Math.ceil(bytes.length / CHUNKS)
  for (let offset = 0; offset < bytes.length;) {
    const chunk = bytes.subarray(offset, offset + length)
    const headers = { 'Content-Range': `${offset}-${offset + chunk.length - 1}` }
    const payload = { headers, body: chunk }
    const { ask } = patience
    const sent = await unlessRefused(() => expecting(202, ask, 'PATCH', location, payload))
    offset = sent ? offset + chunk.length : await reached(patience, location, offset, chunk)
  }
}

/** How far the upload is after a refusal: what was acknowledged is there, what was not sent is not. */
async function reached(
  patience: Patience,
  location: string,
  acknowledged: number,
  chunk: Buffer,
): Promise<number> {
  await patience.there()
  const progress = await again(patience, () => expecting(204, patience.ask, 'GET', location))
  const offset = uploadedBytes(progress) ?? NaN
  const possible = offset >= acknowledged && offset <= acknowledged + chunk.length
  if (possible) return offset
  const told = `${acknowledged} bytes acknowledged, ${chunk.length} more sent`
  throw new Error(`GET ${location}: ${progress.headers.range}; ${told}`)
}

/**
 * Whether the blob is there in the end. A refusal may come when the bytes have left the upload and the
 * blob is not complete; then the client starts anew.
 */
async function end(
  patience: Patience,
  location: string,
  repository: string,
  bytes: Buffer,
): Promise<boolean> {
  const { ask, there } = patience
  const digest = digestOf(bytes)
  const path = withQuery(location, `digest=${digest}`)
  for (;;) {
    if (await unlessRefused(() => expecting(201, ask, 'PUT', path))) return true
    await there()
    const progress = await again(patience, () => ask('GET', location))
    if (progress.status === 204 && uploadedBytes(progress) === bytes.length) continue
    const blob = `/v2/${repository}/blobs/${digest}`
    return (await again(patience, () => ask('HEAD', blob))).status === 200
  }
}
