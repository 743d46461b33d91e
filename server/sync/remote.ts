import { MAX_MANIFEST_SIZE, type Descriptor } from '../oci/manifest.ts'
import { isManifestType } from '../oci/media-types.ts'
import type { RepositoryName } from '../oci/name.ts'
import { chunkOf, type Asking, type Content, type Repository } from './content.ts'
import type { Answer } from './remote-error.ts'
import { createRemoteHttp, drop, expectStatus, type AskRemote } from './remote-http.ts'
import { refusedLogin, type Login } from './remote-login.ts'
import { fetchAt, resolveAt } from './remote-read.ts'
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

  const fetch = (descriptor: Descriptor, asking?: Asking): Content =>
    fetchAt(parts, pathOf(descriptor), descriptor, asking)

  return {
    resolve: (reference, asking) => resolveAt(parts, name, reference, asking),
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
