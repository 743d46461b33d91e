import type { Digest } from '../oci/digest.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { Registry } from '../registry/registry.ts'
import type { StorageDriver } from '../storage/driver.ts'
import type { BlobTable } from './blob-table.ts'
import type { Findings } from './collected.ts'

/** What a collection is told. */
export interface CollectOptions {
  /** What was modified within that many milliseconds before is left alone; the same as the registry's. */
  readonly grace: number
  /** Manifests go to which neither a tag nor an index leads, nor, as their subject, a manifest that stays. */
  readonly untagged: boolean
  /** Only looks what would go. */
  readonly dryRun: boolean
  readonly signal?: AbortSignal
  /** Between two steps, so that others come first. */
  readonly pause?: () => Promise<void>
  readonly onProgress?: (progress: CollectProgress) => void
  /** Told of untagged manifests as they go, also when what comes after them fails; not in a dry run. */
  readonly onDeleted?: (repository: RepositoryName, digests: readonly Digest[]) => void
}

export interface CollectProgress {
  readonly phase: 'listing' | 'reading' | 'removing'
  /** Blobs listed, repositories read, or blobs removed. */
  readonly done: number
  readonly freedBytes: number
}

/** What a collection works with. */
export interface Pass {
  readonly driver: StorageDriver
  readonly registry: Registry
  readonly table: BlobTable
  readonly findings: Findings
  readonly options: CollectOptions
  /** What was modified later is left alone. */
  readonly before: Date
  /** @throws the signal's reason */
  readonly step: () => Promise<void>
}
