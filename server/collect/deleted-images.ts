import type { Digest } from '../oci/digest.ts'
import { parseStored } from '../oci/manifest.ts'
import { ahead } from '../registry/ahead.ts'
import { blobPath } from '../registry/layout.ts'
import type { BlobEntry } from './blob-table.ts'
import { inParts, readingOf, TOGETHER } from './reading.ts'
import type { Pass } from './pass.ts'
import { digestsOf } from './survey.ts'

/** Bytes of what may be the manifest of a deleted image; larger ones are rare, and only a name is lost. */
const MOST = 256 * 1024
/** Parts of the list read ahead. */
const WIDTH = 2

/**
 * Finds out which image each blob has belonged to that goes: an image that was deleted leaves its
 * manifest, which tells what was part of it, and the repository's links, which tell where it was.
 */
export async function nameDeletedImages(pass: Pass): Promise<void> {
  const parts = inParts(candidates(pass), TOGETHER)
  for await (const _ of ahead(parts, WIDTH, (blobs) => nameImages(pass, blobs))) await pass.step()
}

async function nameImages(pass: Pass, blobs: readonly BlobEntry[]): Promise<void> {
  const paths = blobs.map(({ digest }) => blobPath(digest))
  const reading = await readingOf(pass.driver, paths)
  const named = ahead(blobs, WIDTH * 8, async ({ digest }) =>
    nameImage(pass, digest, await reading(blobPath(digest))),
  )
  for await (const _ of named) continue
}

function* candidates({ table, findings }: Pass): Generator<BlobEntry> {
  for (const blob of table.entries()) {
    const isGoing = !blob.isMarked && !blob.isSpared
    if (isGoing && blob.size <= MOST && !findings.isImage(blob.owner)) yield blob
  }
}

function nameImage({ table, findings }: Pass, digest: Digest, bytes: Buffer | undefined): void {
  const manifest = bytes?.[0] === OPENING ? parseStored(bytes) : undefined
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
