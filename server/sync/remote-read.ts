import { asDigest, digestOf } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import { MAX_MANIFEST_SIZE, type Descriptor } from '../oci/manifest.ts'
import {
  DOCKER_LIST,
  DOCKER_MANIFEST,
  isManifestType,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../oci/media-types.ts'
import type { Reference, RepositoryName } from '../oci/name.ts'
import type { Asking, Content } from './content.ts'
import { remoteErrorFrom, type Answer } from './remote-error.ts'
import { drop, expectStatus, type AskRemote } from './remote-http.ts'

/** Where to ask: distribution-spec "Pulling". */
export interface RemoteParts {
  readonly url: URL
  readonly ask: AskRemote
}

const MANIFESTS = [OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST].join(', ')
const REDIRECTS = 5

/** The bytes of what lies at a path. */
export async function* fetchAt(
  parts: RemoteParts,
  path: string,
  descriptor: Descriptor,
  { signal }: Asking = {},
): Content {
  const answer = await follow(parts, path, acceptFor(descriptor), signal)
  if (answer.statusCode === 404) throw missing(descriptor, answer)
  await expectStatus(parts.url, answer, 200)
  yield* answer as AsyncIterable<Uint8Array>
}

/** The bytes of a blob from `offset` on, or all of them where the registry gives no parts. */
export async function blobAt(
  parts: RemoteParts,
  path: string,
  descriptor: Descriptor,
  { offset, signal }: Asking & { readonly offset: number },
): Promise<{ readonly answer: Answer; readonly isPart: boolean }> {
  const range = offset > 0 ? { Range: `bytes=${offset}-` } : {}
  const answer = await follow(parts, path, '*/*', signal, range)
  if (answer.statusCode === 404) throw missing(descriptor, answer)
  await expectStatus(parts.url, answer, 200, 206)
  return { answer, isPart: answer.statusCode === 206 }
}

/** Some registries tell too little in answer to HEAD; then the manifest itself tells. */
export async function resolveAt(
  { ask, url }: RemoteParts,
  name: RepositoryName,
  reference: Reference,
  { signal }: Asking = {},
): Promise<Descriptor | undefined> {
  const asked = reference.kind === 'tag' ? reference.tag : reference.digest
  const request = { path: `v2/${name}/manifests/${asked}`, headers: { Accept: MANIFESTS }, signal }
  const head = await ask({ method: 'HEAD', ...request })
  drop(head)
  if (head.statusCode === 404) return undefined
  if (head.statusCode !== 200) throw await remoteErrorFrom(url, head)
  const { 'content-type': type = '', 'content-length': length } = head.headers
  const mediaType = type.split(';', 1)[0]?.trim() ?? ''
  const told = String(head.headers['docker-content-digest'] ?? '')
  const digest = reference.kind === 'digest' ? reference.digest : asDigest(told)
  if (digest && length !== undefined) return { mediaType, digest, size: Number(length) }
  const answer = await ask({ method: 'GET', ...request })
  await expectStatus(url, answer, 200)
  const bytes = await readAtMost(answer, MAX_MANIFEST_SIZE)
  return { mediaType, digest: digest ?? digestOf(bytes), size: bytes.length }
}

async function readAtMost(content: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of content) {
    length += chunk.length
    if (length > most) throw new RegistryError('MANIFEST_TOO_LARGE', 'a manifest has at most 4 MiB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Some registries have no manifest for one who does not name its type (distribution#4385). */
function acceptFor({ mediaType }: Descriptor): string {
  return isManifestType(mediaType) ? `${mediaType}, */*` : '*/*'
}

/** Blobs may lie elsewhere. */
async function follow(
  { ask }: RemoteParts,
  path: string,
  accept: string,
  signal: AbortSignal | undefined,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  let at: string | URL = path
  for (let left = REDIRECTS; ; left--) {
    const headers = { Accept: accept, ...more }
    const answer = await ask({ method: 'GET', path: at, headers, signal })
    const { location } = answer.headers
    const isElsewhere = [301, 302, 303, 307, 308].includes(answer.statusCode ?? 0)
    if (!isElsewhere || location === undefined || left === 0) return answer
    drop(answer)
    at = location
  }
}

function missing({ digest, mediaType }: Descriptor, answer: Answer): RegistryError {
  drop(answer)
  const code = isManifestType(mediaType) ? 'MANIFEST_UNKNOWN' : 'BLOB_UNKNOWN'
  return new RegistryError(code, 'it is not there', { detail: { digest } })
}
