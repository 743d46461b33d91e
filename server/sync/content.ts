import type { Descriptor } from '../oci/manifest.ts'
import type { Reference, Tag } from '../oci/name.ts'

/**
 * The two ends of a copy. Descriptors are all that they say to each other: whether one is a manifest or
 * a blob is told by its media type. Either end may be a repository of this registry (`local.ts`), one of
 * any other (`remote.ts`), or a file (`carry/`).
 */

/** Bytes that come when they are asked for. Nothing is opened before, and all is let go of with the last. */
export type Content = AsyncIterable<Uint8Array>

/** Bytes that are there already. */
export async function* chunkOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

export interface Asking {
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined
}

export interface Fetcher {
  /** The bytes, not yet verified. @throws RegistryError BLOB_UNKNOWN or MANIFEST_UNKNOWN, from the first of them */
  fetch(descriptor: Descriptor, asking?: Asking): Content
}

/** Where content comes from. */
export interface Source extends Fetcher {
  /** What a tag or digest stands for. */
  resolve(reference: Reference, asking?: Asking): Promise<Descriptor | undefined>
}

/** Where it goes. */
export interface Target {
  exists(descriptor: Descriptor, asking?: Asking): Promise<boolean>
  /**
   * Stores it, with what it refers to stored before. What is not as the descriptor says is not stored.
   * @throws RegistryError DIGEST_INVALID, SIZE_INVALID, or what the other side says
   */
  push(descriptor: Descriptor, content: Content, asking?: Asking): Promise<void>
  /** Lets a tag stand for a manifest that was pushed. */
  tag(descriptor: Descriptor, tag: Tag, asking?: Asking): Promise<void>
  /** Takes a blob over from elsewhere without moving bytes, if it is there: a capability. */
  mount?(descriptor: Descriptor, asking?: Asking): Promise<boolean>
}

/** A repository is both. */
export interface Repository extends Source, Target {}
