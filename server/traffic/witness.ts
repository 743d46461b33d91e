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
  /** Absent where nobody wants to know: then nothing has to be gathered. */
  readonly announce?: ((happening: Happening) => void) | undefined
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
  readonly action: 'push' | 'pull' | 'resolve' | 'delete' | 'delete-blob'
  readonly repository: RepositoryName
  /** Of the manifest, or of the blob that was deleted; absent when a tag alone was deleted. */
  readonly digest?: Digest
  readonly tag?: Tag
  readonly client: Client
}

/** What was done with one manifest, blob or tag, in the detail that is told outside. */
export interface Happening {
  readonly action: 'push' | 'pull' | 'mount' | 'delete'
  readonly repository: RepositoryName
  /** Absent when a tag alone was deleted. */
  readonly digest?: Digest
  readonly tag?: Tag
  /** Absent of what is gone. */
  readonly content?: {
    readonly mediaType: string
    /** In bytes. */
    readonly size: number
    /** Where clients get it. */
    readonly url: string
  }
  /** Of a manifest: what it says. */
  readonly manifest?: Buffer
  /** Where a blob was mounted from. */
  readonly from?: RepositoryName
  readonly user?: string
  readonly request: HappeningRequest
}

/** The request that brought it about. */
export interface HappeningRequest {
  readonly id: string
  /** The client's address, with its port where that is known. */
  readonly remote: string
  /** As the client called this registry. */
  readonly host: string
  readonly method: string
  readonly agent: string
}

/** Looks away. */
export const BLIND: Witness = { begin: () => () => {}, tell: () => {} }
