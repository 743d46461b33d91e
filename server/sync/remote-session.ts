import type { Descriptor } from '../oci/manifest.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { Asking } from './content.ts'
import type { SyncUploads, UploadPiece } from './end.ts'
import { RemoteError, type Answer } from './remote-error.ts'
import { drop, expectStatus, type AskRemote } from './remote-http.ts'

/** Uploads to another registry that can be gone on with: distribution-spec "Pushing a blob in chunks". */
export interface SessionParts {
  readonly ask: AskRemote
  readonly url: URL
}

const OCTETS = { 'Content-Type': 'application/octet-stream' }
/** How registries say that they do not know, or do not like, an upload any more. */
const LOST = new Set([400, 404, 410, 416])

export function remoteUploads(parts: SessionParts): SyncUploads {
  const { ask, url } = parts

  return {
    async begin(name, { signal } = {}) {
      const answer = await ask({ method: 'POST', path: `v2/${name}/blobs/uploads/`, signal })
      return await begun(parts, answer)
    },

    async status(_name, location, { signal } = {}) {
      const at = new URL(location, url)
      const answer = await ask({ method: 'GET', path: at, signal })
      if (LOST.has(answer.statusCode ?? 0)) {
        drop(answer)
        return undefined
      }
      await expectStatus(url, answer, 204, 200, 202)
      drop(answer)
      return { location: locationIn(at, answer) ?? location, offset: offsetIn(answer) }
    },

    async append(_name, piece, { signal } = {}) {
      const at = new URL(piece.location, url)
      const answer = await ask({
        method: 'PATCH',
        path: at,
        headers: { ...headersFor(piece), 'Content-Range': rangeOf(piece) },
        body: { content: piece.content, size: piece.length },
        signal,
      })
      await expectStatus(url, answer, 202, 201, 204)
      drop(answer)
      return locationIn(at, answer) ?? piece.location
    },

    async finish(_name, { digest }, piece, { signal } = {}) {
      const at = new URL(piece.location, url)
      at.searchParams.set('digest', digest)
      const range = piece.offset > 0 && piece.length > 0 ? { 'Content-Range': rangeOf(piece) } : {}
      const answer = await ask({
        method: 'PUT',
        path: at,
        headers: { ...headersFor(piece), ...range },
        body: { content: piece.content, size: piece.length },
        signal,
      })
      await expectStatus(url, answer, 201, 204)
      drop(answer)
    },

    async cancel(_name, location) {
      await ask({ method: 'DELETE', path: new URL(location, url) }).then(drop, () => {})
    },
  }
}

/** True where it was mounted; else the upload that the registry began instead, if it did. */
export async function mountOrBegin(
  parts: SessionParts,
  { name, from }: { readonly name: RepositoryName; readonly from: RepositoryName | undefined },
  { digest }: Descriptor,
  { signal }: Asking = {},
): Promise<true | string | undefined> {
  const query = new URLSearchParams({ mount: digest, ...(from && { from }) })
  const path = `v2/${name}/blobs/uploads/?${query}`
  const answer = await parts.ask({ method: 'POST', path, signal })
  if (answer.statusCode === 201) {
    drop(answer)
    return true
  }
  // Who may not read the other repository may still push to this one.
  if ([401, 403, 404].includes(answer.statusCode ?? 0)) {
    drop(answer)
    return undefined
  }
  return await begun(parts, answer)
}

async function begun({ url }: SessionParts, answer: Answer): Promise<string> {
  await expectStatus(url, answer, 202)
  drop(answer)
  const location = locationIn(url, answer)
  if (location !== undefined) return location
  throw new RemoteError(url, 'it does not say where the upload goes on')
}

function locationIn(base: URL, { headers }: Answer): string | undefined {
  return headers.location === undefined ? undefined : new URL(headers.location, base).href
}

const headersFor = ({ apart }: UploadPiece): Record<string, string> => ({
  ...OCTETS,
  ...(apart && { Connection: 'close' }),
})

const rangeOf = ({ offset, length }: Omit<UploadPiece, 'content' | 'location'>): string =>
  `${offset}-${offset + length - 1}`

/** `0-0` is what registries say of an upload with nothing in it, and what one byte would be. */
function offsetIn({ headers }: Answer): number {
  const [, last] = /^(?:bytes=)?0-(\d{1,15})$/.exec(String(headers['range'] ?? '')) ?? []
  const end = Number(last ?? 0)
  return end === 0 ? 0 : end + 1
}
