import type { Descriptor } from '../oci/manifest.ts'
import type { RepositoryName, Tag } from '../oci/name.ts'
import type { Asking, Content } from './content.ts'

/**
 * A whole registry as one end of a sync: this one (`local-end.ts`), or any other over the distribution
 * protocol (`remote-end.ts`). Which of them gives and which takes is told by the direction alone.
 */
export interface SyncEnd {
  /** For a person, such as `registry.example:5000`. */
  readonly name: string
  /** What is asked of it costs no request. */
  readonly isHere: boolean
  repositories(asking?: Asking): AsyncIterable<RepositoryName>
  /** In any order; undefined where there is no such repository. */
  tags(name: RepositoryName, asking?: Asking): Promise<readonly Tag[] | undefined>
  /** What these tags stand for; those that are not there are left out. */
  resolveTags(
    name: RepositoryName,
    tags: readonly Tag[],
    asking?: Asking,
  ): Promise<ReadonlyMap<Tag, Descriptor>>
  /** The very bytes, verified. @throws RegistryError MANIFEST_UNKNOWN, DIGEST_INVALID */
  manifest(name: RepositoryName, descriptor: Descriptor, asking?: Asking): Promise<Buffer>
  /**
   * All tags of these repositories with what they stand for, as they are now, for questions that come next:
   * a capability of those that tell many at once.
   */
  look?(names: readonly RepositoryName[], asking?: Asking): Promise<TagsLook | undefined>
  /** Manifests whose subject is this one; none where it cannot tell. */
  referrers(name: RepositoryName, digest: string, asking?: Asking): Promise<readonly Descriptor[]>
  has(name: RepositoryName, all: readonly Descriptor[], asking?: Asking): Promise<Having>
  /** A blob's bytes from `offset` on, not verified: whoever takes them does that. @throws RegistryError BLOB_UNKNOWN */
  read(name: RepositoryName, blob: Descriptor, offset: number, asking?: Asking): Content
  /**
   * Takes a blob over from another of its repositories, or from any where none is named.
   * @returns true, or the upload that was begun instead, if one was
   */
  mount(
    name: RepositoryName,
    blob: Descriptor,
    from: RepositoryName | undefined,
    asking?: Asking,
  ): Promise<true | string | undefined>
  readonly uploads: SyncUploads
  /** @param reference a tag, or the manifest's own digest */
  putManifest(name: RepositoryName, reference: string, put: ManifestToPut): Promise<PutManifest>
  /** The tag alone; where that cannot be had, the manifest, provided `isAlone` says that no other tag stands for it. */
  removeTag(name: RepositoryName, tag: Tag, removal: Removal): Promise<void>
  close(): void
}

/** What repositories had when they were looked at. */
export interface TagsLook extends Pick<SyncEnd, 'tags' | 'resolveTags'> {
  /** Digests of what refers to the image of a tag, where that was told. */
  referrers(name: RepositoryName, tag: Tag): readonly string[]
}

/** Digests of what was asked for. */
export interface Having {
  /** What this repository has. */
  readonly here: ReadonlySet<string>
  /** Blobs that some other of its repositories has, as far as it tells. */
  readonly elsewhere: ReadonlySet<string>
}

/** A blob on its way in, told by a location that outlives both processes. */
export interface SyncUploads {
  begin(name: RepositoryName, asking?: Asking): Promise<string>
  /** How far it got, as it says itself; undefined where it does not know it any more. */
  status(name: RepositoryName, location: string, asking?: Asking): Promise<UploadPoint | undefined>
  append(name: RepositoryName, piece: UploadPiece, asking?: Asking): Promise<string>
  /** Ends it, with its last bytes. @throws RegistryError or RemoteError where it is not what the digest says */
  finish(name: RepositoryName, blob: Descriptor, piece: UploadPiece, asking?: Asking): Promise<void>
  cancel(name: RepositoryName, location: string): Promise<void>
}

export interface UploadPoint {
  readonly location: string
  /** Bytes that it has. */
  readonly offset: number
}

export interface UploadPiece extends UploadPoint {
  readonly content: Content
  readonly length: number
  /** On a connection of its own. */
  readonly apart?: boolean
}

export interface ManifestToPut extends Asking {
  readonly mediaType: string
  readonly bytes: Buffer
}

export interface PutManifest {
  /** It keeps the list of referrers itself: distribution-spec "Pushing Manifests with Subject". */
  readonly keepsReferrers: boolean
}

export interface Removal extends Asking {
  readonly digest: string
  readonly isAlone: boolean
}
