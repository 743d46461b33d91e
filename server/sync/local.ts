import { asDigest, parseDigest, type Digest } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import { MAX_MANIFEST_SIZE, type Descriptor } from '../oci/manifest.ts'
import { isManifestType } from '../oci/media-types.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { Registry } from '../registry/registry.ts'
import type { UploadBody } from '../registry/uploads.ts'
import type { Content, Repository } from './content.ts'
import { readVerified } from './verified.ts'

/** A repository of this registry as an end of copies. Blobs that another of its repositories has are taken over. */
export function localRepository(registry: Registry, name: RepositoryName): Repository {
  const { blobs, manifests } = registry

  return {
    async resolve(reference) {
      const found = await manifests.get(name, reference)
      return found && describe(found)
    },

    fetch: (descriptor) =>
      isManifestType(descriptor.mediaType)
        ? manifestBytes(registry, name, descriptor)
        : blobBytes(registry, name, descriptor),

    async exists({ digest: text, mediaType }) {
      const digest = asDigest(text)
      if (!digest) return false
      if (!isManifestType(mediaType)) return (await blobs.size(name, digest)) !== undefined
      return (await manifests.get(name, { kind: 'digest', digest })) !== undefined
    },

    async mount({ digest: text }) {
      const digest = asDigest(text)
      return digest !== undefined && (await blobs.mount(name, digest))
    },

    async push(descriptor, content) {
      if (!isManifestType(descriptor.mediaType)) {
        return await pushBlob(registry, name, descriptor, content)
      }
      const bytes = await readVerified(descriptor, content, MAX_MANIFEST_SIZE)
      const digest = parseDigest(descriptor.digest)
      await manifests.put(name, { kind: 'digest', digest }, bytes, undefined)
    },

    async tag(descriptor, tag) {
      const digest = parseDigest(descriptor.digest)
      const found = await manifests.get(name, { kind: 'digest', digest })
      if (!found) throw unknown('MANIFEST_UNKNOWN', digest)
      await manifests.put(name, { kind: 'tag', tag }, found.bytes, found.mediaType)
    },
  }
}

const describe = ({ mediaType, digest, bytes }: Described): Descriptor => ({
  mediaType,
  digest,
  size: bytes.length,
})

interface Described {
  readonly mediaType: string
  readonly digest: Digest
  readonly bytes: Buffer
}

async function* manifestBytes(
  { manifests }: Registry,
  name: RepositoryName,
  descriptor: Descriptor,
): AsyncGenerator<Uint8Array> {
  const digest = parseDigest(descriptor.digest)
  const found = await manifests.get(name, { kind: 'digest', digest })
  if (!found) throw unknown('MANIFEST_UNKNOWN', digest)
  yield found.bytes
}

async function* blobBytes(
  { blobs }: Registry,
  name: RepositoryName,
  descriptor: Descriptor,
): AsyncGenerator<Uint8Array> {
  const digest = parseDigest(descriptor.digest)
  const found = await blobs.open(name, digest)
  if (!found) throw unknown('BLOB_UNKNOWN', digest)
  yield* found.body
}

/** The way of an upload by a client; it verifies the digest. */
async function pushBlob(
  { uploads }: Registry,
  name: RepositoryName,
  descriptor: Descriptor,
  content: Content,
): Promise<void> {
  const digest = parseDigest(descriptor.digest)
  const id = await uploads.start(name)
  try {
    const length = await uploads.append(name, id, uploadBody(content))
    if (length !== descriptor.size) throw wrongSize(descriptor.size, length)
    await uploads.commit(name, id, digest)
  } catch (error) {
    await uploads.cancel(name, id).catch(() => {})
    throw error
  }
}

/** Nobody else knows the upload, so nobody asks for it to be given up. */
function uploadBody(content: Content): UploadBody {
  return { [Symbol.asyncIterator]: () => content[Symbol.asyncIterator](), abandon: () => {} }
}

function wrongSize(expected: number, found: number): RegistryError {
  return new RegistryError('SIZE_INVALID', `the content has ${found} bytes, not ${expected}`, {
    detail: { expected, found },
  })
}

function unknown(code: 'BLOB_UNKNOWN' | 'MANIFEST_UNKNOWN', digest: Digest): RegistryError {
  const what = code === 'BLOB_UNKNOWN' ? 'a blob' : 'a manifest'
  return new RegistryError(code, `${what} that belongs to the image is not there`, {
    detail: { digest },
  })
}
