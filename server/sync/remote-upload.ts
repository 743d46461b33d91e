import type { Descriptor } from '../oci/manifest.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { Asking, Content } from './content.ts'
import { RemoteError, type Answer } from './remote-error.ts'
import { drop, expectStatus, type AskRemote } from './remote-http.ts'
import { pullScope, pushScope } from './scope.ts'

/** How blobs get to a remote: distribution-spec "Pushing blobs". */
export interface UploadParts {
  readonly url: URL
  readonly ask: AskRemote
  readonly chunkSize?: number
}

const OCTETS = { 'Content-Type': 'application/octet-stream' }

/** In one request, or in chunks where it has to be. */
export async function uploadBlob(
  parts: UploadParts,
  name: RepositoryName,
  { digest, size }: Descriptor,
  content: Content,
  { signal }: Asking = {},
): Promise<void> {
  const { ask, url } = parts
  const started = await ask({ method: 'POST', path: `v2/${name}/blobs/uploads/`, signal })
  await expectStatus(url, started, 202)
  drop(started)
  let location = locationOf(url, started)
  try {
    const chunkSize = chunkSizeFor(parts, started)
    const isChunked = size > chunkSize
    if (isChunked) location = await sendChunks(parts, location, content, size, chunkSize, signal)
    location.searchParams.set('digest', digest)
    const body = isChunked ? undefined : { content, size }
    const ended = await ask({
      method: 'PUT',
      path: location,
      headers: OCTETS,
      signal,
      ...(body && { body }),
    })
    await expectStatus(url, ended, 201)
    drop(ended)
  } catch (error) {
    location.searchParams.delete('digest')
    await ask({ method: 'DELETE', path: location }).then(drop, () => {})
    throw error
  }
}

function chunkSizeFor({ chunkSize = Infinity }: UploadParts, { headers }: Answer): number {
  return Math.max(chunkSize, Number(headers['oci-chunk-min-length'] ?? 0))
}

/** @returns where the upload is then */
async function sendChunks(
  { ask, url }: UploadParts,
  first: URL,
  content: Content,
  size: number,
  chunkSize: number,
  signal: AbortSignal | undefined,
): Promise<URL> {
  const pieces = createPieces(content)
  let location = first
  for (let at = 0; at < size; at += chunkSize) {
    const length = Math.min(chunkSize, size - at)
    const answer = await ask({
      method: 'PATCH',
      path: location,
      headers: { ...OCTETS, 'Content-Range': `${at}-${at + length - 1}` },
      body: { content: pieces.next(length), size: length },
      signal,
    })
    await expectStatus(url, answer, 202)
    drop(answer)
    location = locationOf(location, answer)
  }
  // What verifies the content does so at its end.
  for await (const _ of pieces.next(1)) throw new RemoteError(url, 'the content is too long')
  return location
}

/** One content as several, one after the other. */
function createPieces(content: Content) {
  const chunks = content[Symbol.asyncIterator]()
  let rest: Uint8Array | undefined
  return {
    async *next(length: number): Content {
      for (let left = length; left > 0;) {
        const chunk = rest ?? (await chunks.next()).value
        if (chunk === undefined) return
        const part = chunk.subarray(0, left)
        rest = part.length < chunk.length ? chunk.subarray(part.length) : undefined
        left -= part.length
        yield part
      }
    },
  }
}

/** False when the remote could not, or would not. */
export async function mountBlob(
  { ask, url }: UploadParts,
  { name, from }: { readonly name: RepositoryName; readonly from: RepositoryName },
  { digest }: Descriptor,
  { signal }: Asking = {},
): Promise<boolean> {
  const query = new URLSearchParams({ mount: digest, from })
  const path = `v2/${name}/blobs/uploads/?${query}`
  const scope = `${pushScope(name)} ${pullScope(from)}`
  const answer = await ask({ method: 'POST', path, scope, signal }).catch(orDenied)
  if (!answer) return false
  await expectStatus(url, answer, 201, 202)
  drop(answer)
  if (answer.statusCode === 201) return true
  // It has begun an upload instead.
  await ask({ method: 'DELETE', path: locationOf(url, answer), signal }).then(drop, () => {})
  return false
}

/** One who may not pull the other may still push here. */
function orDenied(error: unknown): undefined {
  if (!(error instanceof RemoteError && error.kind === 'denied')) throw error
}

function locationOf(url: URL, { headers }: Answer): URL {
  const { location } = headers
  if (location !== undefined) return new URL(location, url)
  throw new RemoteError(url, 'it does not say where the upload goes on')
}
