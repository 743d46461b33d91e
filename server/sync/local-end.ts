import { asDigest, parseDigest } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import type { Descriptor } from '../oci/manifest.ts'
import { isManifestType } from '../oci/media-types.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import { parseReference } from '../oci/name.ts'
import type { Registry } from '../registry/registry.ts'
import { parseUploadId, type UploadId } from '../registry/upload-id.ts'
import type { UploadBody } from '../registry/uploads.ts'
import { createSlots } from '../storage/slots.ts'
import type { Content } from './content.ts'
import type { SyncEnd, SyncUploads } from './end.ts'

/** Told of what a sync changes here, as of the pushes of clients. */
export interface LocalChanges {
  stored(name: RepositoryName, digest: string, tag: Tag | undefined): void
  removed(name: RepositoryName, tag: Tag): void
}

/** Questions under way at once. */
const WIDTH = 16

/** This registry as an end of a sync. */
export function localEnd(registry: Registry, changes?: LocalChanges): SyncEnd {
  const { manifests, blobs, tags, catalog, referrers } = registry

  async function isThere(name: RepositoryName, descriptor: Descriptor): Promise<boolean> {
    const digest = asDigest(descriptor.digest)
    if (!digest) return false
    if (!isManifestType(descriptor.mediaType)) return (await blobs.size(name, digest)) !== undefined
    return (await manifests.get(name, { kind: 'digest', digest })) !== undefined
  }

  return {
    name: 'this registry',
    isHere: true,
    repositories: () => catalog.list(),

    async tags(name) {
      const all = await Array.fromAsync(tags.list(name))
      return all.length > 0 || (await tags.repositoryExists(name)) ? all : undefined
    },

    async resolveTags(name, wanted) {
      const found = await eachOf(wanted, async (tag) => {
        const stored = await manifests.get(name, { kind: 'tag', tag })
        if (!stored) return undefined
        const { mediaType, digest, bytes } = stored
        return [tag, { mediaType, digest, size: bytes.length }] as const
      })
      return new Map(found.filter((pair) => pair !== undefined))
    },

    async manifest(name, { digest: text }) {
      const digest = parseDigest(text)
      const found = await manifests.get(name, { kind: 'digest', digest })
      if (!found) throw new RegistryError('MANIFEST_UNKNOWN', `the manifest ${digest} is not there`)
      return found.bytes
    },

    async referrers(name, text) {
      const digest = asDigest(text)
      return digest ? await Array.fromAsync(referrers.list(name, digest)) : []
    },

    async has(name, all) {
      const found = await eachOf(all, async (one) => (await isThere(name, one)) && one.digest)
      return { here: new Set(found.filter((digest) => digest !== false)), elsewhere: new Set() }
    },

    read: (name, blob, offset) => blobBytes(registry, name, blob, offset),

    async mount(name, { digest: text }, from) {
      const digest = asDigest(text)
      return digest !== undefined && (await blobs.mount(name, digest, from)) ? true : undefined
    },

    uploads: localUploads(registry),

    async putManifest(name, reference, { bytes, mediaType }) {
      const parsed = parseReference(reference)
      const { digest } = await manifests.put(name, parsed, bytes, mediaType || undefined)
      changes?.stored(name, digest, parsed.kind === 'tag' ? parsed.tag : undefined)
      return { keepsReferrers: true }
    },

    async removeTag(name, tag) {
      await tags.remove(name, tag)
      changes?.removed(name, tag)
    },

    close() {},
  }
}

function localUploads({ uploads }: Registry): SyncUploads {
  return {
    begin: (name) => uploads.start(name),
    async status(name, location) {
      try {
        return { location, offset: await uploads.status(name, uploadId(location)) }
      } catch (error) {
        if (error instanceof RegistryError && error.code === 'BLOB_UPLOAD_UNKNOWN') return undefined
        throw error
      }
    },
    async append(name, { location, offset, content }) {
      await uploads.append(name, uploadId(location), uploadBody(content), offset)
      return location
    },
    async finish(name, { digest }, { location, offset, content, length }) {
      const id = uploadId(location)
      if (length > 0) await uploads.append(name, id, uploadBody(content), offset)
      await uploads.commit(name, id, parseDigest(digest))
    },
    cancel: (name, location) => uploads.cancel(name, uploadId(location)),
  }
}

const uploadId = (location: string): UploadId => parseUploadId(location)

/** Nobody else knows the upload, so nobody asks for it to be given up. */
function uploadBody(content: Content): UploadBody {
  return { [Symbol.asyncIterator]: () => content[Symbol.asyncIterator](), abandon: () => {} }
}

async function* blobBytes(
  { blobs }: Registry,
  name: RepositoryName,
  { digest: text, size }: Descriptor,
  offset: number,
): Content {
  const range = offset > 0 ? { first: offset, last: size - 1 } : undefined
  const found = await blobs.open(name, parseDigest(text), range)
  if (!found) throw new RegistryError('BLOB_UNKNOWN', `the layer ${text} is not there`)
  yield* found.body
}

/** All of them, some at once, in order. */
async function eachOf<A, B>(all: readonly A[], ask: (one: A) => Promise<B>): Promise<B[]> {
  const slots = createSlots(WIDTH)
  return await Promise.all(all.map((one) => slots.run(() => ask(one))))
}
