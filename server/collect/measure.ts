import type { RepositoryName } from '../oci/name.ts'
import type { Registry } from '../registry/registry.ts'
import { StorageUnavailable, type StorageDriver } from '../storage/driver.ts'
import { createBlobTable, type BlobTable } from './blob-table.ts'
import { listBlobs, type Looking } from './list-blobs.ts'
import { blobsOf } from './survey.ts'

/** What is stored, and what takes how much of it, in bytes. */
export interface Usage {
  readonly measured: Date
  /** Of all blobs, each once. */
  readonly bytes: number
  readonly blobs: number
  /** Of those that no repository has any more. */
  readonly unlinkedBytes: number
  /** Of those that several repositories have, each once. */
  readonly sharedBytes: number
  readonly repositories: number
  /** The largest, the largest first; at most `LARGEST`. */
  readonly largest: readonly RepositoryUsage[]
}

export interface RepositoryUsage {
  readonly name: RepositoryName
  /** Of all that it has. */
  readonly bytes: number
  /** Of what no other repository has: so much comes back when it is deleted. */
  readonly uniqueBytes: number
}

const LARGEST = 20
/** An owner: several. */
const SHARED = 0xff_ff_ff_ff

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** @throws StorageUnavailable, or the signal's reason */
export async function measure(
  driver: StorageDriver,
  registry: Registry,
  looking: Looking,
): Promise<Usage> {
  const measured = new Date()
  const table = createBlobTable()
  await listBlobs(driver, table, looking)
  const all: Mutable<RepositoryUsage>[] = []
  for await (const name of registry.catalog.all()) {
    all.push({ name, bytes: 0, uniqueBytes: 0 })
    await addRepository(driver, table, all)
    looking.onProgress?.({ phase: 'reading', done: all.length })
    looking.signal?.throwIfAborted()
    await looking.pause?.()
  }
  return { measured, ...summed(table, all) }
}

/** The last of them. */
async function addRepository(
  driver: StorageDriver,
  table: BlobTable,
  all: Mutable<RepositoryUsage>[],
): Promise<void> {
  const usage = all.at(-1)
  if (!usage) return
  try {
    for (const digest of await blobsOf(driver, usage.name)) {
      usage.bytes += table.size(digest) ?? 0
      table.own(digest, table.owner(digest) === 0 ? all.length : SHARED)
    }
  } catch (error) {
    // One that cannot be read takes what is known of it.
    if (error instanceof StorageUnavailable) throw error
  }
}

function summed(table: BlobTable, all: Mutable<RepositoryUsage>[]): Omit<Usage, 'measured'> {
  const sums = { bytes: 0, blobs: table.count, unlinkedBytes: 0, sharedBytes: 0 }
  for (const { size, owner } of table.entries()) {
    sums.bytes += size
    const own = all[owner - 1]
    if (owner === 0) sums.unlinkedBytes += size
    else if (own) own.uniqueBytes += size
    else sums.sharedBytes += size
  }
  const largest = all.toSorted((one, other) => other.bytes - one.bytes).slice(0, LARGEST)
  return { ...sums, repositories: all.length, largest }
}
