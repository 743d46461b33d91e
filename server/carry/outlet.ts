import type { Caller } from '../control/contract.ts'
import type { Digest } from '../oci/digest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import type { ImageStored } from './store-image.ts'

/** An image that was stored, all of it. */
export interface StoredImage extends ImageStored {
  readonly repository: RepositoryName
  /** Bytes that moved for it, and how long that took. */
  readonly bytes?: number
  readonly seconds?: number
  /** Whether it came in a file, or had only to get another name. */
  readonly way: 'import' | 'copy'
}

/** An image that went out as a file. */
export interface SentImage {
  readonly repository: RepositoryName
  readonly digest: Digest
  readonly tag?: Tag
  readonly bytes: number
  readonly seconds: number
}

/** Told of what was carried, so that lists and history have it. */
export interface Outlet {
  /** Ends when the lists have it. */
  stored(image: StoredImage, caller: Caller): Promise<void>
  sent(image: SentImage, caller: Caller): void
}
