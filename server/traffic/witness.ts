import type { Digest } from '../oci/digest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'

/**
 * Sees what moves through the registry and what changes in it. The handlers of requests tell it; it never
 * throws and never makes them wait.
 */
export interface Witness {
  /** Bytes begin to move; the caller ends it, however it went. */
  begin(transfer: Moving): () => void
  tell(event: RegistryEvent): void
}

/** Who is at the other end. */
export interface Client {
  readonly user?: string
  /** The program's name, such as `docker`. */
  readonly agent?: string
  readonly remote: string
}

/** A blob on its way. */
export interface Moving {
  readonly direction: 'push' | 'pull'
  readonly repository: RepositoryName
  readonly digest?: Digest
  readonly client: Client
  /** Of this request, where it tells. */
  readonly totalBytes?: number
  /** Bytes that have moved, asked now and then: counting them costs the transfer nothing else. */
  readonly moved: () => number
}

/** What a client has done, after it was done. */
export interface RegistryEvent {
  /** `resolve`: it only asked where a tag points. */
  readonly action: 'push' | 'pull' | 'resolve' | 'delete'
  readonly repository: RepositoryName
  /** Of the manifest; absent when a tag alone was deleted. */
  readonly digest?: Digest
  readonly tag?: Tag
  readonly client: Client
}

/** Looks away. */
export const BLIND: Witness = { begin: () => () => {}, tell: () => {} }
