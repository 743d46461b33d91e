import { BLOB_DATA, BLOBS, blobAt } from '../registry/layout.ts'
import type { StorageDriver } from '../storage/driver.ts'
import type { BlobTable } from './blob-table.ts'

/** How a look through storage goes on, and whom it tells. */
export interface Looking {
  readonly signal?: AbortSignal
  /** Between two steps, so that others come first. */
  readonly pause?: () => Promise<void>
  readonly onProgress?: (progress: { phase: 'listing' | 'reading'; done: number }) => void
}

/** Every blob of the storage, into the table. @throws StorageUnavailable, or the signal's reason */
export async function listBlobs(
  driver: StorageDriver,
  table: BlobTable,
  { signal, pause, onProgress }: Looking,
): Promise<void> {
  for await (const page of driver.walk(BLOBS, BLOB_DATA)) {
    for (const { path, size, modified } of page) {
      const digest = blobAt(path)
      if (digest) table.add(digest, size, modified)
    }
    onProgress?.({ phase: 'listing', done: table.count })
    signal?.throwIfAborted()
    await pause?.()
  }
}
