import type { Descriptor } from '../oci/manifest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import type { GatheredManifest } from './gather.ts'
import type { Moved } from './compare-tags.ts'

/** What a sync would do, before it does it. All sizes are bytes. */
export interface Plan {
  readonly images: readonly PlannedImage[]
  readonly totals: PlanTotals
}

export interface PlanTotals {
  readonly new: number
  readonly changed: number
  readonly equal: number
  readonly conflicts: number
  /** Tags that only the side has that is to be written. */
  readonly onlyThere: number
  readonly deletes: number
  readonly failed: number
  readonly bytesToSend: number
  /** Of the same images, what is there already. */
  readonly bytesThere: number
  /** What another repository there has, and is taken over without moving. */
  readonly bytesMountable: number
}

export interface PlannedImage {
  readonly repository: RepositoryName
  readonly tag: Tag
  readonly state: 'new' | 'changed' | 'equal' | 'conflict' | 'only-there' | 'failed'
  /** What the side has that gives. */
  readonly from?: Descriptor
  /** What the side has that takes. */
  readonly to?: Descriptor
  readonly moved?: Moved
  /** The tag is to go. */
  readonly deletes?: boolean
  /** Why it cannot be told, for `failed`. */
  readonly problem?: string
  readonly work?: ImageWork
}

/** What has to get there, for an image that is new or changed, or has something new said of it. */
export interface ImageWork {
  readonly root: GatheredManifest | undefined
  /** What is missing, each after what it refers to; without the root. */
  readonly manifests: readonly GatheredManifest[]
  /** What refers to it and is missing. */
  readonly referrers: readonly GatheredManifest[]
  /** Each once in its repository, in the order of the first image that needs it. */
  readonly blobs: readonly PlannedBlob[]
  /** The tag is to be written, and not only something that refers to the image. */
  readonly tags: boolean
}

export interface PlannedBlob {
  readonly descriptor: Descriptor
  /** Of the same registry, where it is or will be; `anywhere` where the registry itself knows. */
  readonly from?: RepositoryName | 'anywhere'
}
