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
  for (const entry of table.entries()) {
    if (entry.isSpared) findings.waiting(entry.size)
    else if (!entry.isMarked) yield entry
  }
}

async function remove(
  { driver, registry, options, before }: Pass,
  blob: BlobEntry,
): Promise<BlobEntry & { readonly isGone: boolean }> {
  const path = blobPath(blob.digest)
  const found = await driver.stat(path)
  if (!found || found.modified >= before) return { ...blob, isGone: false }
  const isGone = options.dryRun || (await registry.sweep.blob(blob.digest, { path, ...found }))
  return { ...blob, size: found.size, isGone }
}
