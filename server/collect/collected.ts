import type { Digest } from '../oci/digest.ts'
import type { RepositoryName } from '../oci/name.ts'
import type { BlobTable } from './blob-table.ts'
import type { Fault } from './fault.ts'

/** What a collection has removed, or would. */
export interface Collected {
  readonly begun: Date
  readonly repositories: number
  /** Blobs that stay, and their bytes. */
  readonly kept: { readonly blobs: number; readonly bytes: number }
  readonly removed: {
    readonly manifests: number
    readonly links: number
    readonly blobs: number
    /** Really given back. */
    readonly bytes: number
  }
  /** Needed by nothing, but younger than the grace: for a later collection. */
  readonly waiting: { readonly blobs: number; readonly bytes: number }
  /** Whose bytes they were, the largest first; at most `LISTED`. */
  readonly images: readonly CollectedImage[]
  /** Found on the way; at most `LISTED`. */
  readonly faults: readonly Fault[]
  readonly faultCount: number
}

/** Bytes that an image had, and nothing else. */
export interface CollectedImage {
  /** Undefined where no link tells it. */
  readonly repository: RepositoryName | undefined
  /** Of its manifest; undefined for what belongs to no manifest any more. */
  readonly digest: Digest | undefined
  readonly blobs: number
  readonly bytes: number
}

/** Images and faults listed at most. */
const LISTED = 10_000

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** What a pass gathers. */
export interface Findings {
  repositories: number
  manifests: number
  links: number
  /** @returns the number under which the table knows whose a blob is */
  image(repository: RepositoryName | undefined, digest?: Digest): number
  repositoryOf(owner: number): RepositoryName | undefined
  /** Whether it is an image that is known by its digest. */
  isImage(owner: number): boolean
  removed(owner: number, bytes: number): void
  waiting(bytes: number): void
  fault(fault: Fault): void
  result(begun: Date, table: BlobTable): Collected
}

export function createFindings(): Findings {
  const images: Mutable<CollectedImage>[] = []
  const faults: Fault[] = []
  let faultCount = 0
  let blobs = 0
  let bytes = 0
  const waiting = { blobs: 0, bytes: 0 }
  const image: Findings['image'] = (repository, digest) => {
    images.push({ repository, digest, blobs: 0, bytes: 0 })
    // 0 is nobody's.
    return images.length
  }
  const nobody = image(undefined)

  return {
    repositories: 0,
    manifests: 0,
    links: 0,
    image,
    repositoryOf: (owner) => images[owner - 1]?.repository,
    isImage: (owner) => images[owner - 1]?.digest !== undefined,

    removed(owner, size) {
      blobs++
      bytes += size
      const whose = images[(owner || nobody) - 1]
      if (!whose) return
      whose.blobs++
      whose.bytes += size
    },

    waiting(size) {
      waiting.blobs++
      waiting.bytes += size
    },

    fault(fault) {
      faultCount++
      if (faults.length < LISTED) faults.push(fault)
    },

    result(begun, table) {
      return {
        begun,
        repositories: this.repositories,
        kept: { blobs: table.count - blobs, bytes: table.bytes - bytes },
        removed: { manifests: this.manifests, links: this.links, blobs, bytes },
        waiting,
        images: images
          .filter((one) => one.blobs > 0)
          .sort((one, other) => other.bytes - one.bytes || byName(one, other))
          .slice(0, LISTED),
        faults: faults.toSorted(byName),
        faultCount,
      }
    },
  }
}

interface Named {
  readonly repository: RepositoryName | undefined
  readonly digest?: Digest | undefined
  readonly kind?: string
}

/** Repositories are read side by side, and each time another may be done first. */
function byName(one: Named, other: Named): number {
  const [a, b] = [nameOf(one), nameOf(other)]
  return a < b ? -1 : Number(a > b)
}

const nameOf = ({ repository, digest, kind }: Named): string => [repository, digest, kind].join(' ')
