import type { Digest } from '../oci/digest.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { Checked } from './check.ts'
import type { Collected } from './collected.ts'
import type { Fault } from './fault.ts'
import type { Usage } from './measure.ts'

/** Who has something done with storage, and from where. */
export interface Asker {
  /** A program by HTTP, a person in the console, the server by itself, or a command without a server. */
  readonly via: 'client' | 'console' | 'server' | 'command'
  readonly user?: string
  readonly remote?: string
  readonly agent?: string
}

/** Something that is being done with storage. */
export interface CareDeed {
  readonly task: 'collect' | 'check' | 'measure'
  readonly by: Asker
  /** Of a collection: it only looks. */
  readonly dryRun: boolean
  /** Of a collection: images without a tag go. */
  readonly untagged: boolean
  /** Of a check: every byte is read. */
  readonly digests: boolean
  /** By `performance.now()`. */
  readonly started: number
}

/** How far it is. */
export interface CareProgress {
  readonly phase: 'listing' | 'reading' | 'removing'
  /** Blobs listed, repositories read, or blobs removed. */
  readonly done: number
  /** Given back, or read. */
  readonly bytes: number
}

/** Looks on at what is done with storage, whoever has it done. Must not throw. */
export interface CareWatcher {
  /** Also at the beginning. */
  progress?(deed: CareDeed, progress: CareProgress): void
  /** Manifests that nothing led to are gone; told as they go. */
  deleted?(repository: RepositoryName, digests: readonly Digest[], by: Asker): void
  fault?(fault: Fault): void
  collected?(deed: CareDeed, collected: Collected): void
  checked?(deed: CareDeed, checked: Checked): void
  measured?(deed: CareDeed, usage: Usage): void
  /** @param isStopped somebody had enough of it, or the registry stops */
  failed?(deed: CareDeed, error: unknown, isStopped: boolean): void
}

/** One that tells all of these, also those that come later. */
export function tellingAll(watchers: readonly CareWatcher[]): Required<CareWatcher> {
  return {
    progress: (...told) => watchers.forEach((one) => one.progress?.(...told)),
    deleted: (...told) => watchers.forEach((one) => one.deleted?.(...told)),
    fault: (...told) => watchers.forEach((one) => one.fault?.(...told)),
    collected: (...told) => watchers.forEach((one) => one.collected?.(...told)),
    checked: (...told) => watchers.forEach((one) => one.checked?.(...told)),
    measured: (...told) => watchers.forEach((one) => one.measured?.(...told)),
    failed: (...told) => watchers.forEach((one) => one.failed?.(...told)),
  }
}
