import type { Digest } from '../oci/digest.ts'
import { parseStored } from '../oci/manifest.ts'
import { blobPath } from '../registry/layout.ts'
import type { BlobEntry } from './blob-table.ts'
import { readEach, type Content } from './reading.ts'
import type { Pass } from './pass.ts'
import { digestsOf } from './survey.ts'

/** Bytes of what may be the manifest of a deleted image; larger ones are rare, and only a name is lost. */
const MOST = 256 * 1024

/**
 * Finds out which image each blob has belonged to that goes: an image that was deleted leaves its
 * manifest, which tells what was part of it, and the repository's links, which tell where it was.
 */
export async function nameDeletedImages(pass: Pass): Promise<void> {
  const named = readEach(pass.driver, candidates(pass), pathOf, ({ digest }, content) =>
    nameImage(pass, digest, content),
  )
  for await (const _ of named) await pass.step()
}

const pathOf = ({ digest }: BlobEntry): string => blobPath(digest)

/** No link leads to the manifest of such an image, as one does to all that was part of it. */
function* candidates({ table }: Pass): Generator<BlobEntry> {
  for (const blob of table.unmarked()) {
    if (!blob.isSpared && blob.size <= MOST && blob.owner === 0) yield blob
  }
}

function nameImage({ table, findings }: Pass, digest: Digest, content: Content): void {
  const isJson = Buffer.isBuffer(content) && content[0] === OPENING
  const manifest = isJson ? parseStored(content) : undefined
  const parts = digestsOf([...(manifest?.blobs ?? []), ...(manifest?.children ?? [])])
  const owned = parts.find((part) => table.owner(part) > 0)
  const repository = owned && findings.repositoryOf(table.owner(owned))
  if (!manifest || !repository) return
  const image = findings.image(repository, digest)
  for (const part of [digest, ...parts]) {
    if (!findings.isImage(table.owner(part))) table.own(part, image)
  }
}

/** What JSON objects begin with. */
const OPENING = '{'.charCodeAt(0)
