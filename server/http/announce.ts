import type { RepositoryName } from '../oci/name.ts'
import type { Happening } from '../traffic/witness.ts'
import type { Call } from './call.ts'
import { addressOf } from './location.ts'
import { remoteAddress } from './remote-address.ts'

/** What a handler knows of it: a blob or manifest with its size has an address too. */
export interface Done extends Pick<Happening, 'action' | 'repository' | 'digest' | 'tag'> {
  readonly mediaType?: string
  /** In bytes. */
  readonly size?: number
  readonly manifest?: Buffer
  readonly from?: RepositoryName
}

const BLOB = 'application/octet-stream'

/** Tells those outside what was done; costs nothing where nobody listens. */
export function announce(call: Call, done: Done): void {
  const { witness, ctx, request } = call
  if (!witness.announce) return
  const { mediaType = BLOB, size, ...rest } = done
  const user = ctx.state['user'] as string | undefined
  const url = size !== undefined && rest.digest !== undefined ? addressIn(call, done) : undefined
  witness.announce({
    ...rest,
    ...(url !== undefined && size !== undefined && { content: { mediaType, size, url } }),
    ...(user !== undefined && { user }),
    request: {
      id: String(ctx.state['id']),
      remote: remoteWithPort(call),
      host: request.headers.host ?? '',
      method: ctx.method,
      agent: request.headers['user-agent'] ?? '',
    },
  })
}

/** Of a blob whose size nobody had to know so far: storage is asked only if somebody listens. */
export async function announceBlob(
  call: Call,
  done: Done & { readonly digest: NonNullable<Done['digest']> },
): Promise<void> {
  if (!call.witness.announce) return
  // It is done already: that its size cannot be had now must not become the client's failure.
  const size = await call.registry.blobs.size(done.repository, done.digest).catch(() => undefined)
  announce(call, { ...done, ...(size !== undefined && { size }) })
}

function addressIn({ request, config }: Call, { repository, digest, manifest }: Done): string {
  const kind = manifest ? 'manifests' : 'blobs'
  return addressOf(request, config.http, `v2/${repository}/${kind}/${digest}`)
}

function remoteWithPort({ request }: Call): string {
  const { remoteAddress: direct, remotePort } = request.socket
  const remote = remoteAddress(request)
  if (remote !== direct || remotePort === undefined) return remote
  return remote.includes(':') ? `[${remote}]:${remotePort}` : `${remote}:${remotePort}`
}
