import { ahead } from '../registry/ahead.ts'
import { blobPath } from '../registry/layout.ts'
import type { BlobEntry } from './blob-table.ts'
import type { Pass } from './pass.ts'

/** Blobs removed at once. */
const WIDTH = 16

/** Step 3 of a collection. */
export async function sweepBlobs(pass: Pass): Promise<void> {
  const { findings, options, step } = pass
  let freedBytes = 0
  let done = 0
  for await (const { size, owner, isGone } of ahead(unmarked(pass), WIDTH, (blob) =>
    remove(pass, blob),
  )) {
    if (!isGone) {
      findings.waiting(size)
      continue
    }
    findings.removed(owner, size)
    freedBytes += size
    if (++done % 50 === 0) options.onProgress?.({ phase: 'removing', done, freedBytes })
    await step()
  }
  options.onProgress?.({ phase: 'removing', done, freedBytes })
}

function* unmarked({ table, findings }: Pass): Generator<BlobEntry> {
  for (const entry of table.unmarked()) {
    if (entry.isSpared) findings.waiting(entry.size)
    else yield entry
  }
}

async function remove(
  { driver, registry, options, before }: Pass,
  blob: BlobEntry,
): Promise<BlobEntry & { readonly isGone: boolean }> {
  const path = blobPath(blob.digest)
  const isYoung = blob.modified >= before
  if (isYoung || options.dryRun) return { ...blob, isGone: !isYoung }
  // Where others write too, its version has to be known as well.
  const found = driver.exclusive ? blob : await driver.stat(path)
  if (!found || found.modified >= before) return { ...blob, isGone: false }
  const isGone = await registry.sweep.blob(blob.digest, { ...found, path })
  return { ...blob, size: found.size, isGone }
}
