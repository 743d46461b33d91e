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
import { chunkOf, type Asking, type Content, type Repository } from './content.ts'
import { remoteErrorFrom, type Answer } from './remote-error.ts'
import { createRemoteHttp, drop, expectStatus, type AskRemote } from './remote-http.ts'
import { refusedLogin, type Login } from './remote-login.ts'
import { mountBlob, uploadBlob } from './remote-upload.ts'
import { readVerified, verified } from './verified.ts'

/** Any registry that speaks the distribution protocol over HTTP. */
export interface Remote {
  /** @param from another of its repositories, whose blobs may be taken over */
  repository(name: RepositoryName, from?: RepositoryName): Repository
  /** Whether it is one, and lets us in. @throws RemoteError */
  greet(asking?: Asking): Promise<void>
  /** Lets go of its connections. */
  close(): void
}

export interface RemoteOptions {
  /** The address below which `v2/` lies; ends with a slash. */
  readonly url: URL
  /** Of a registry that listens there; `url` says the rest. */
  readonly socketPath?: string | undefined
  readonly login?: Login | undefined
  /** What we call ourselves. */
  readonly agent: string
  /** Blobs are sent in chunks of so many bytes, where something on the way takes no larger requests. */
  readonly chunkSize?: number
}

const MANIFESTS = [OCI_INDEX, OCI_MANIFEST, DOCKER_LIST, DOCKER_MANIFEST].join(', ')
const REDIRECTS = 5

export function openRemote(options: RemoteOptions): Remote {
  const { url, login, agent } = options
  const http = createRemoteHttp(options.socketPath)
  let greeted: Promise<string | undefined> | undefined

  /** What the registry wants of us. It is asked first, since a body can be sent only once. */
  async function meet({ signal }: Asking = {}): Promise<string | undefined> {
    const hello = (authorization?: string) =>
      http.send({
        method: 'GET',
        url: new URL('v2/', url),
        headers: { 'User-Agent': agent, ...(authorization && { Authorization: authorization }) },
        signal,
      })
    const first = await hello()
    if (first.statusCode !== 401) return await welcome(first, undefined)
    drop(first)
    const challenge = first.headers['www-authenticate'] ?? ''
    const authorization = await login?.authorization(challenge, '')
    if (authorization === undefined) throw refusedLogin(url, challenge, false)
    const second = await hello(authorization)
    if (second.statusCode !== 401) return await welcome(second, authorization)
    drop(second)
    throw refusedLogin(url, challenge, true)
  }

  async function welcome(answer: Answer, authorization: string | undefined) {
    await expectStatus(url, answer, 200)
    drop(answer)
    return authorization
  }

  const authorization = (asking?: Asking): Promise<string | undefined> =>
    (greeted ??= meet(asking).catch((error: unknown) => {
      greeted = undefined
      throw error
    }))

  const ask: AskRemote = async ({ path, ...request }) => {
    const own = await authorization(request)
    const at = new URL(path, url)
    // Nobody else gets to know our password, wherever the registry sends us.
    const isThere = at.origin === url.origin
    const headers = {
      'User-Agent': agent,
      ...(own !== undefined && isThere && { Authorization: own }),
      ...request.headers,
    }
    return await http.send({ ...request, url: at, headers })
  }

  return {
    repository: (name, from) => remoteRepository({ ...options, ask }, name, from),
    async greet(asking) {
      await authorization(asking)
    },
    close: http.close,
  }
}

type Parts = RemoteOptions & { readonly ask: AskRemote }

function remoteRepository(
  parts: Parts,
  name: RepositoryName,
  from: RepositoryName | undefined,
): Repository {
  const { ask, url } = parts
  const pathOf = ({ digest, mediaType }: Descriptor): string =>
    `v2/${name}/${isManifestType(mediaType) ? 'manifests' : 'blobs'}/${digest}`

  async function putManifest(
    descriptor: Descriptor,
    reference: string,
    bytes: Buffer,
    { signal }: Asking = {},
  ): Promise<void> {
    const answer = await ask({
      method: 'PUT',
      path: `v2/${name}/manifests/${reference}`,
      headers: { 'Content-Type': descriptor.mediaType },
      body: { content: chunkOf(bytes), size: bytes.length },
      signal,
    })
    await expectStatus(url, answer, 201)
    drop(answer)
  }

  async function* fetch(descriptor: Descriptor, { signal }: Asking = {}): Content {
    const answer = await follow(parts, pathOf(descriptor), signal)
    if (answer.statusCode === 404) throw missing(descriptor, answer)
    await expectStatus(url, answer, 200)
    yield* answer as AsyncIterable<Uint8Array>
  }

  return {
    resolve: (reference, asking) => resolve(parts, name, reference, asking),
    fetch,

    async exists(descriptor, { signal } = {}) {
      const headers = { Accept: descriptor.mediaType || '*/*' }
      const answer = await ask({ method: 'HEAD', path: pathOf(descriptor), headers, signal })
      drop(answer)
      if (answer.statusCode !== 404) await expectStatus(url, answer, 200, 307)
      return answer.statusCode !== 404
    },

    ...(from && {
      mount: (descriptor: Descriptor, asking?: Asking) =>
        mountBlob(parts, { name, from }, descriptor, asking),
    }),

    async push(descriptor, content, asking) {
      if (!isManifestType(descriptor.mediaType)) {
        return await uploadBlob(parts, name, descriptor, verified(descriptor, content), asking)
      }
      const bytes = await readVerified(descriptor, content, MAX_MANIFEST_SIZE)
      await putManifest(descriptor, descriptor.digest, bytes, asking)
    },

    async tag(descriptor, tag, asking) {
      const bytes = await readVerified(descriptor, fetch(descriptor, asking), MAX_MANIFEST_SIZE)
      await putManifest(descriptor, tag, bytes, asking)
    },
  }
}

/** Some registries tell too little in answer to HEAD; then the manifest itself tells. */
async function resolve(
  { ask, url }: Parts,
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

/** Blobs may lie elsewhere. */
async function follow(
  { ask }: Parts,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  let at: string | URL = path
  for (let left = REDIRECTS; ; left--) {
    const answer = await ask({ method: 'GET', path: at, headers: { Accept: '*/*' }, signal })
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
