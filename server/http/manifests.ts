import type { Digest } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import { MAX_MANIFEST_SIZE } from '../oci/manifest.ts'
import {
  parseReference,
  parseRepositoryName,
  type Reference,
  type RepositoryName,
} from '../oci/name.ts'
import type { StoredManifest } from '../registry/manifests.ts'
import type { RegistryEvent } from '../traffic/witness.ts'
import { announce, type Done } from './announce.ts'
import { isCurrent } from './blobs.ts'
import { readBody } from './body.ts'
import { pathPart, sendBytes, sendEmpty, type Call } from './call.ts'
import { clientOf } from './client.ts'
import { locationOf } from './location.ts'

/** `GET` and `HEAD /v2/<name>/manifests/<reference>`, whatever `Accept` says: distribution-spec "Pulling manifests". */
export async function getManifest(call: Call): Promise<void> {
  const { ctx, registry } = call
  const name = parseRepositoryName(pathPart(call, 0))
  const reference = storedReference(call)
  const found = await registry.manifests.get(name, reference)
  if (!found) throw unknownManifest(call)
  ctx.set('Docker-Content-Digest', found.digest)
  ctx.set('ETag', `"${found.digest}"`)
  const isKnown = isCurrent(call.request.headers['if-none-match'], found.digest)
  const isPull = ctx.method === 'GET' && !isKnown
  tell(call, isPull ? 'pull' : 'resolve', name, reference, found.digest)
  announceManifest(call, 'pull', name, reference, found)
  if (isKnown) return sendEmpty(call, 304)
  sendBytes(call, 200, found.mediaType, found.bytes)
}

/** `PUT /v2/<name>/manifests/<reference>`: distribution-spec "Pushing Manifests". */
export async function putManifest(call: Call): Promise<void> {
  const { ctx, request, response, registry } = call
  const name = parseRepositoryName(pathPart(call, 0))
  const reference = parseReference(pathPart(call, 1))
  const bytes = await readBody(request, response, MAX_MANIFEST_SIZE)
  if (!bytes) {
    const detail = { limit: MAX_MANIFEST_SIZE }
    throw new RegistryError('MANIFEST_TOO_LARGE', 'a manifest has at most 4 MiB', { detail })
  }
  const type = mediaType(request.headers['content-type'])
  const put = await registry.manifests.put(name, reference, bytes, type)
  const { digest, subject } = put
  ctx.set('Location', locationOf(request, call.config.http, `v2/${name}/manifests/${digest}`))
  ctx.set('Docker-Content-Digest', digest)
  if (subject) ctx.set('OCI-Subject', subject)
  tell(call, 'push', name, reference, digest)
  announceManifest(call, 'push', name, reference, { ...put, bytes })
  sendEmpty(call, 201)
}

/** `DELETE /v2/<name>/manifests/<reference>`: a tag alone, or a manifest with all its tags. */
export async function deleteManifest(call: Call): Promise<void> {
  const { registry } = call
  const name = parseRepositoryName(pathPart(call, 0))
  const reference = storedReference(call)
  if (reference.kind === 'tag') {
    await registry.tags.remove(name, reference.tag)
    announce(call, { action: 'delete', repository: name, tag: reference.tag })
  } else {
    const tags = await registry.manifests.remove(name, reference.digest)
    announce(call, { action: 'delete', repository: name, digest: reference.digest })
    for (const tag of tags) announce(call, { action: 'delete', repository: name, tag })
  }
  tell(call, 'delete', name, reference)
  sendEmpty(call, 202)
}

function announceManifest(
  call: Call,
  action: Done['action'],
  repository: RepositoryName,
  reference: Reference,
  { digest, mediaType, bytes }: StoredManifest,
): void {
  const tag = reference.kind === 'tag' ? { tag: reference.tag } : {}
  const size = bytes.length
  announce(call, { action, repository, digest, ...tag, mediaType, size, manifest: bytes })
}

function tell(
  call: Call,
  action: RegistryEvent['action'],
  repository: RepositoryName,
  reference: Reference,
  digest?: Digest,
): void {
  const known = reference.kind === 'digest' ? reference.digest : digest
  call.witness.tell({
    action,
    repository,
    ...(known && { digest: known }),
    ...(reference.kind === 'tag' && { tag: reference.tag }),
    client: clientOf(call),
  })
}

/** A media type without its parameters. */
function mediaType(header: string | undefined): string | undefined {
  return header?.split(';', 1)[0]?.trim().toLowerCase() || undefined
}

/** To somebody who looks for it, what cannot be a tag is one that does not exist: the conformance suite wants 404. */
function storedReference(call: Call): Reference {
  try {
    return parseReference(pathPart(call, 1))
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'TAG_INVALID') throw unknownManifest(call)
    throw error
  }
}

function unknownManifest(call: Call): RegistryError {
  const detail = { name: pathPart(call, 0), reference: pathPart(call, 1).slice(0, 128) }
  return new RegistryError('MANIFEST_UNKNOWN', 'manifest unknown', { detail })
}
