import { nothing } from './check.ts'
import { read, write } from './method.ts'

/** The registry itself: whether it runs, and what needs a hand; a part of the contract. */

export interface RegistryStatus {
  /** `stopping`: takes no more requests, and waits for those under way. */
  readonly state: 'running' | 'stopping' | 'stopped' | 'storage-away'
  readonly startedAt: number
  /** Where it listens, as URLs. */
  readonly addresses: readonly string[]
  /** The name by which an engine on this machine reaches it, such as `localhost:5000`. */
  readonly pushHost: string
  readonly storage: StorageStatus
  readonly login: 'none' | 'htpasswd'
  readonly readOnly: boolean
  readonly deleteEnabled: boolean
  readonly index: IndexStatus
  /** What needs a hand, the most urgent first. */
  readonly warnings: readonly Warning[]
}

export interface StorageStatus {
  readonly kind: 'filesystem' | 'azure' | 'inmemory'
  /** A folder, or container and account. */
  readonly place: string
  /** Bytes of all content that some repository refers to, each blob once; absent while they are counted. */
  readonly usedBytes?: number
  /** Bytes left on the disk. */
  readonly freeBytes?: number
}

export interface IndexStatus {
  /** While it builds, lists hold what is known so far. */
  readonly state: 'building' | 'ready'
  readonly repositories: number
  readonly tags: number
}

export interface Warning {
  readonly id:
    | 'not-started'
    | 'storage-away'
    | 'restart-failed'
    | 'disk-low'
    | 'open-to-network'
    | 'no-tls'
    | 'certificate-ends'
    | 'read-only'
    | 'sas-expires'
  readonly text: string
  /** What to do about it. */
  readonly hint: string
}

export const REGISTRY_METHODS = {
  'registry.status': read<RegistryStatus>()(nothing),
  'registry.start': write<RegistryStatus>()(nothing),
  'registry.stop': write<RegistryStatus>()(nothing),
  /**
   * Stops it, waiting for what is under way, and starts it with the settings of now; over HTTP it is
   * answered before. CONFLICT when the settings cannot be read.
   */
  'registry.restart': write<void>()(nothing),
} as const
