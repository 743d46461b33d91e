import { MAX_MANIFEST_SIZE, type Descriptor } from '../oci/manifest.ts'
import { isManifestType } from '../oci/media-types.ts'
import type { RepositoryName } from '../oci/name.ts'
import { chunkOf, type Asking, type Content, type Repository } from './content.ts'
import { createDoor, type Door } from './remote-door.ts'
import { createRemoteHttp, drop, expectStatus, type AskRemote } from './remote-http.ts'
import type { Login } from './remote-login.ts'
import { fetchAt, resolveAt } from './remote-read.ts'
import { mountBlob, uploadBlob } from './remote-upload.ts'
import { pullScope, pushScope } from './scope.ts'
import { readVerified, verified } from './verified.ts'

/** Any registry that speaks the distribution protocol over HTTP. */
export interface Remote {
  /** @param from another of its repositories, whose blobs may be taken over */
  repository(name: RepositoryName, from?: RepositoryName): Repository
  /** Whether it is one, and lets us in. @throws RemoteError */
  greet(asking?: Asking): Promise<void>
  /** Anything else that it may be asked. */
  readonly ask: AskRemote
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
  const http = createRemoteHttp(options.socketPath)
  const door = createDoor({ ...options, http })
  return {
    repository: (name, from) =>
      remoteRepository({ ...options, ask: askFor(door, name) }, name, from),
    greet: door.greet,
    ask: door.ask,
    close: door.close,
  }
}

/** Every request with the scope that it needs: one token a repository, and no wider than it has to be. */
function askFor(door: Door, name: RepositoryName): AskRemote {
  return async (request) => {
    const reads = request.method === 'GET' || request.method === 'HEAD'
    return await door.ask({ scope: reads ? pullScope(name) : pushScope(name), ...request })
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
      body: { content: chunkOf(bytes), size: bytes.length, again: () => chunkOf(bytes) },
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
