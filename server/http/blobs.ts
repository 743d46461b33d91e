import { parseDigest, type Digest } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import { parseRepositoryName, type RepositoryName } from '../oci/name.ts'
import type { Body, ByteRange, OpenObject } from '../storage/driver.ts'
import { announce } from './announce.ts'
import { pathPart, sendEmpty, type Call } from './call.ts'
import { clientOf } from './client.ts'
import { requestedRange } from './range.ts'

interface Target {
  readonly name: RepositoryName
  readonly digest: Digest
}

/** Of content only: an error must not be remembered. */
const FOREVER = 'max-age=31536000'

function target(call: Call): Target {
  return {
    name: parseRepositoryName(pathPart(call, 0)),
    digest: parseDigest(pathPart(call, 1)),
  }
}

/** `GET` and `HEAD /v2/<name>/blobs/<digest>`: distribution-spec "Pulling blobs". */
export async function getBlob(call: Call): Promise<void> {
  const { ctx, request, registry } = call
  const at = target(call)
  const { name, digest } = at
  // Both at once where that is all the client wants: storage may be far away.
  const opened = wantsAll(call) ? await registry.blobs.open(name, digest) : undefined
  const size = opened?.size ?? (await registry.blobs.size(name, digest))
  if (size === undefined) throw unknownBlob(digest)
  ctx.set('Docker-Content-Digest', digest)
  ctx.set('ETag', `"${digest}"`)
  ctx.set('Accept-Ranges', 'bytes')
  if (isCurrent(request.headers['if-none-match'], digest)) {
    ctx.set('Cache-Control', FOREVER)
    return sendEmpty(call, 304)
  }
  const link = mayRedirect(call) ? await registry.blobs.link(name, digest) : undefined
  const pulled = { action: 'pull', repository: name, digest, size } as const
  if (link) {
    announce(call, pulled)
    return sendElsewhere(call, link)
  }
  const range = rangeIn(call, digest, size)
  await sendBlob(call, at, size, { ...(opened && { opened }), ...(range && { range }) })
  announce(call, pulled)
}

/** A GET that asks for no part, on no condition, of a blob that is served from here. */
function wantsAll(call: Call): boolean {
  const { method, headers } = call.request
  const { range, 'if-none-match': condition } = headers
  return method === 'GET' && range === undefined && condition === undefined && !mayRedirect(call)
}

/** The parts that Azure tells (learn.microsoft.com "Specifying the range header"): none by its end, no list of them. */
const PLAIN_RANGE = /^bytes=\d+-\d*$/

/** `storage.redirect`. Never for HEAD: a client that asks for the size wants it from here (distribution#3574). */
function mayRedirect({ request, config }: Call): boolean {
  const { range } = request.headers
  const isPlain = range === undefined || PLAIN_RANGE.test(range)
  return config.storage.redirect && request.method === 'GET' && isPlain
}

/** The link works for a short while only, so nobody may keep it. */
function sendElsewhere(call: Call, link: URL): void {
  call.ctx.set('Location', link.href)
  call.ctx.set('Cache-Control', 'no-store')
  sendEmpty(call, 307)
}

function rangeIn(call: Call, digest: Digest, size: number): ByteRange | undefined {
  const wanted = requestedRange(rangeHeader(call, digest), size)
  if (wanted.kind !== 'none') return wanted.kind === 'part' ? wanted.range : undefined
  call.ctx.set('Content-Range', `bytes */${size}`)
  throw new RegistryError('BLOB_RANGE_INVALID', `the blob is ${size} bytes long`, {
    detail: { size },
  })
}

interface Part {
  readonly opened?: OpenObject
  readonly range?: ByteRange
}

async function sendBlob(
  call: Call,
  { name, digest }: Target,
  size: number,
  { opened, range }: Part,
): Promise<void> {
  const { ctx, request, response } = call
  const length = range ? range.last - range.first + 1 : size
  const headOnly = request.method === 'HEAD'
  const found = headOnly
    ? undefined
    : (opened ?? (await call.registry.blobs.open(name, digest, range)))
  if (!headOnly && !found) throw unknownBlob(digest)
  ctx.status = range ? 206 : 200
  ctx.set('Cache-Control', FOREVER)
  if (range) ctx.set('Content-Range', `bytes ${range.first}-${range.last}/${size}`)
  ctx.set('Content-Type', 'application/octet-stream')
  ctx.set('Content-Length', String(length))
  ctx.respond = false
  if (found) await sendWitnessed(call, { name, digest }, length, found.body)
  response.end()
}

async function sendWitnessed(
  call: Call,
  { name, digest }: Target,
  length: number,
  body: Body,
): Promise<void> {
  const { socket } = call.request
  const before = socket.bytesWritten
  const ended = call.witness.begin({
    direction: 'pull',
    repository: name,
    digest,
    client: clientOf(call),
    totalBytes: length,
    // With the head of the answer, and with what waits in the socket: near enough to look at.
    moved: () => Math.min(length, socket.bytesWritten - before),
  })
  try {
    await body.sendTo(call.response)
  } finally {
    ended()
  }
}

/** `DELETE /v2/<name>/blobs/<digest>`: distribution-spec "Deleting Blobs". */
export async function deleteBlob(call: Call): Promise<void> {
  const { name, digest } = target(call)
  await call.registry.blobs.remove(name, digest)
  announce(call, { action: 'delete', repository: name, digest })
  const client = clientOf(call)
  call.witness.tell({ action: 'delete-blob', repository: name, digest, client })
  call.ctx.set('Docker-Content-Digest', digest)
  sendEmpty(call, 202)
}

/**
 * RFC 9110 "Range", which is for GET alone, and "If-Range": a range of something else would be worse
 * than all of this.
 */
function rangeHeader({ request }: Call, digest: Digest): string | undefined {
  if (request.method !== 'GET') return undefined
  const condition = request.headers['if-range']
  return condition === undefined || condition === `"${digest}"` ? request.headers.range : undefined
}

/** RFC 9110 "If-None-Match", for content that never changes under its digest. */
export function isCurrent(header: string | undefined, digest: Digest): boolean {
  const tags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? []
  return tags.includes('*') || tags.includes(`"${digest}"`)
}

function unknownBlob(digest: Digest): RegistryError {
  return new RegistryError('BLOB_UNKNOWN', 'blob unknown to this repository', {
    detail: { digest },
  })
}
