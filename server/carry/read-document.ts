import { MAX_MANIFEST_SIZE } from '../oci/manifest.ts'
import { ArchiveError, quoted } from './archive-error.ts'
import type { ArchiveFile } from './archive.ts'

/** All bytes of a document. @throws ArchiveError when it is larger than any manifest may be */
export async function readDocument({ path, size, open }: ArchiveFile): Promise<Buffer> {
  if (size <= MAX_MANIFEST_SIZE) return Buffer.concat(await Array.fromAsync(open()))
  throw new ArchiveError(`${quoted(path)} has ${size} bytes: more than 4 MiB are not read`)
}
