import { algorithmOf, asDigest, digestOf, hexOf } from '../oci/digest.ts'
import { RegistryError } from '../oci/errors.ts'
import { MAX_MANIFEST_SIZE, type Descriptor } from '../oci/manifest.ts'
import { chunkOf, type Content, type Fetcher } from '../sync/content.ts'
import { readVerified } from '../sync/verified.ts'
import { ArchiveError, MissingEntry, quoted } from './archive-error.ts'
import type { Archive, ArchiveFile } from './archive.ts'

/** The contents of an archive, by their digests. */
export interface Contents extends Fetcher {
  /** Bytes of it; undefined where the archive does not have it. */
  size(digest: string): Promise<number | undefined>
  /** The entry that holds it, or would, for messages. */
  entryOf(digest: string): string
  /** All of a manifest, or of a config. @throws ArchiveError where it is missing, damaged or too large */
  read(descriptor: Descriptor): Promise<Buffer>
  /** Adds what lies elsewhere than an image layout has it. */
  add(digest: string, file: ArchiveFile): void
  /** Adds what the archive does not have. @param from the entry that it was made from */
  make(bytes: Buffer, mediaType: string, from: string): Descriptor
}

export function createContents(archive: Archive): Contents {
  const added = new Map<string, ArchiveFile>()

  const find = async (digest: string): Promise<ArchiveFile | undefined> =>
    added.get(digest) ?? (await archive.find(layoutPath(digest)))

  async function* fetch({ digest }: Descriptor): Content {
    const file = await find(digest)
    if (!file) throw missing(digest)
    yield* file.open()
  }

  const entryOf = (digest: string): string => added.get(digest)?.path ?? layoutPath(digest)

  return {
    fetch,
    entryOf,
    size: async (digest) => (await find(digest))?.size,
    add: (digest, file) => void added.set(digest, file),
    make(bytes, mediaType, path) {
      const descriptor = { mediaType, digest: digestOf(bytes), size: bytes.length }
      added.set(descriptor.digest, { path, size: bytes.length, open: () => chunkOf(bytes) })
      return descriptor
    },
    async read(descriptor) {
      const path = entryOf(descriptor.digest)
      if (descriptor.size > MAX_MANIFEST_SIZE) {
        throw new ArchiveError(
          `${quoted(path)} has ${descriptor.size} bytes: a manifest has at most 4 MiB`,
        )
      }
      if (!(await find(descriptor.digest))) throw new MissingEntry(path)
      try {
        return await readVerified(descriptor, fetch(descriptor), MAX_MANIFEST_SIZE)
      } catch (error) {
        throw inEntry(path, error)
      }
    },
  }
}

/** Image-spec `image-layout.md`, "Blobs". */
export function layoutPath(digest: string): string {
  const known = asDigest(digest)
  return known ? `blobs/${algorithmOf(known)}/${hexOf(known)}` : `blobs/${digest.replace(':', '/')}`
}

function missing(digest: string): RegistryError {
  return new RegistryError('BLOB_UNKNOWN', 'it is missing in the file', { detail: { digest } })
}

/** What was wrong with an entry, in words for whoever has the file. */
export function inEntry(path: string, error: unknown): unknown {
  if (!(error instanceof RegistryError)) return error
  const why = WORDS[error.code] ?? error.message
  return new ArchiveError(`${quoted(path)}: ${why}`, { cause: error })
}

const WORDS: Readonly<Record<string, string>> = {
  DIGEST_INVALID: 'its content does not match its digest, so the file is damaged',
  SIZE_INVALID: 'it has not the size that the image says, so the file is damaged',
}
