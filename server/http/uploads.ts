import { asDigest, parseDigest, type Digest } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import { asRepositoryName, parseRepositoryName, type RepositoryName } from '../oci/name.ts'
import { parseUploadId, type UploadId } from '../registry/upload-id.ts'
import { OffsetConflict } from '../storage/driver.ts'
import { announceBlob } from './announce.ts'
import { contentLength, hasBody, uploadBody } from './body.ts'
import { pathPart, sendEmpty, type Call } from './call.ts'
import { clientOf } from './client.ts'
import { locationOf } from './location.ts'
import { parseContentRange, uploadRange } from './range.ts'

interface Target {
  readonly name: RepositoryName
  readonly id: UploadId
}

function target(call: Call): Target {
  return {
    name: parseRepositoryName(pathPart(call, 0)),
    id: parseUploadId(pathPart(call, 1)),
  }
}

/**
 * `POST /v2/<name>/blobs/uploads/`: starts an upload, takes a whole blob (`?digest=`), or mounts one
 * (`?mount=`), distribution-spec "Pushing blobs" and "Mounting a blob from another repository".
 */
export async function startUpload(call: Call): Promise<void> {
  const { query, registry } = call
  const name = parseRepositoryName(pathPart(call, 0))
  const mounted = await mount(call, name)
  if (mounted) {
    await announceBlob(call, { action: 'mount', repository: name, ...mounted })
    return sendCreated(call, name, mounted.digest)
  }
  const wanted = query.get('digest')
  // Before anything is stored: what cannot be verified is not worth receiving.
  const digest = wanted === null ? undefined : parseDigest(wanted)
  const id = await registry.uploads.start(name)
  if (!digest) return sendProgress(call, { name, id }, 0, 202)
  try {
    await append(call, { name, id }, digest)
    await registry.uploads.commit(name, id, digest)
  } catch (error) {
    // The client was never told where it is, so nobody can go on with it.
    await registry.uploads.cancel(name, id).catch(() => {})
    throw error
  }
  await announceBlob(call, { action: 'push', repository: name, digest })
  sendCreated(call, name, digest)
}

interface Mounted {
  readonly digest: Digest
  readonly from?: RepositoryName
}

/** A mount that cannot be done is an ordinary upload, never an error. */
async function mount(
  { query, registry, may }: Call,
  name: RepositoryName,
): Promise<Mounted | undefined> {
  const digest = asDigest(query.get('mount') ?? '')
  if (!digest) return undefined
  const from = query.get('from')
  const source = from ? asRepositoryName(from) : undefined
  if (from && !source) return undefined
  // Without a source it is any repository's, which the caller may have no right to see.
  if (may && !(source && may(source, 'pull'))) return undefined
  if (!(await registry.blobs.mount(name, digest, source))) return undefined
  return { digest, ...(source && { from: source }) }
}

/** `GET <location>`: how far it got; distribution-spec "Pushing a blob in chunks". */
export async function getUpload(call: Call): Promise<void> {
  const at = target(call)
  sendProgress(call, at, await call.registry.uploads.status(at.name, at.id), 204)
}

/** `PATCH <location>`: a chunk, or all of it as a stream. */
export async function patchUpload(call: Call): Promise<void> {
  const at = target(call)
  sendProgress(call, at, await append(call, at), 202)
}

/** `PUT <location>?digest=`: the last chunk, if any, and the end. */
export async function finishUpload(call: Call): Promise<void> {
  const at = target(call)
  const digest = parseDigest(call.query.get('digest') ?? '')
  if (hasBody(call.request)) await append(call, at, digest)
  await call.registry.uploads.commit(at.name, at.id, digest)
  await announceBlob(call, { action: 'push', repository: at.name, digest })
  sendCreated(call, at.name, digest)
}

/** `DELETE <location>`: cancels it. */
export async function cancelUpload(call: Call): Promise<void> {
  const { name, id } = target(call)
  await call.registry.uploads.cancel(name, id)
  sendEmpty(call, 204)
}

/** @returns the new length */
async function append(call: Call, at: Target, digest?: Digest): Promise<number> {
  const { request, registry } = call
  const range = parseContentRange(request.headers['content-range'])
  const expected = range && range.last - range.first + 1
  const length = contentLength(request)
  if (expected !== undefined && length !== undefined && length !== expected) {
    throw wrongSize(expected, length)
  }
  const { body, ended } = witnessedBody(call, at.name, digest)
  try {
    const end = await registry.uploads.append(at.name, at.id, body, range?.first)
    if (range && end !== range.last + 1) throw wrongSize(range.last + 1, end)
    return end
  } catch (error) {
    if (error instanceof OffsetConflict) setProgress(call, at, error.size)
    throw error
  } finally {
    ended()
  }
}

function witnessedBody(call: Call, repository: RepositoryName, digest: Digest | undefined) {
  const { request, response, witness } = call
  const received = { bytes: 0 }
  const length = contentLength(request)
  const ended = witness.begin({
    direction: 'push',
    repository,
    ...(digest && { digest }),
    client: clientOf(call),
    ...(length !== undefined && { totalBytes: length }),
    moved: () => received.bytes,
  })
  return { body: uploadBody(request, response, received), ended }
}

function wrongSize(expected: number, found: number): RegistryError {
  return new RegistryError('SIZE_INVALID', 'the chunk is not as long as its Content-Range says', {
    detail: { expected, found },
  })
}

function setProgress({ ctx, request, config }: Call, { name, id }: Target, length: number): void {
  ctx.set('Location', locationOf(request, config.http, `v2/${name}/blobs/uploads/${id}`))
  ctx.set('Range', uploadRange(length))
  ctx.set('Docker-Upload-UUID', id)
}

function sendProgress(call: Call, at: Target, length: number, status: 202 | 204): void {
  setProgress(call, at, length)
  sendEmpty(call, status)
}

function sendCreated(call: Call, name: RepositoryName, digest: Digest): void {
  const { ctx, request, config } = call
  ctx.set('Location', locationOf(request, config.http, `v2/${name}/blobs/${digest}`))
  ctx.set('Docker-Content-Digest', digest)
  sendEmpty(call, 201)
}
