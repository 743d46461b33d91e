import { flag, integer, list, object, oneOf, optional, text } from './check.ts'
import { read, write } from './method.ts'

/** Repositories and their tags, as they are listed and changed; a part of the contract. */

export interface Page<T> {
  readonly items: readonly T[]
  /** Items that match, on all pages. */
  readonly total: number
}

export interface Repository {
  readonly name: string
  readonly tags: number
  /** Of all its content, each blob once. */
  readonly sizeBytes: number
  /** The part of it that other repositories have as well. */
  readonly sharedBytes: number
  readonly pushedAt?: number
  readonly pushedBy?: string
  readonly pulledAt?: number
}

/** What a manifest is, to a person. */
export type ArtifactKind =
  | 'image'
  | 'multi-platform image'
  | 'Helm chart'
  | 'signature'
  | 'SBOM'
  | 'attestation'
  | 'build cache'
  | 'artifact'

export interface Tag {
  readonly tag: string
  readonly digest: string
  readonly kind: ArtifactKind
  /** Such as `linux/arm64/v8`; without attestations. */
  readonly platforms: readonly string[]
  /** Of its manifests, configs and layers, each once. */
  readonly sizeBytes: number
  readonly pushedAt?: number
  readonly pushedBy?: string
  readonly pulledAt?: number
}

export interface DeletePreview {
  /** Bytes that nothing refers to any more afterwards; they come back when space is collected. */
  readonly freesBytes: number
  /** Bytes that stay since other tags, or other repositories, have them too. */
  readonly staysBytes: number
  readonly tags: readonly {
    readonly tag: string
    readonly digest: string
    /** Tags that keep the image alive, if any. */
    readonly alsoTagged: readonly string[]
  }[]
}

export interface DeleteResult {
  readonly deleted: readonly string[]
  readonly failed: readonly { readonly tag: string; readonly message: string }[]
}

const page = {
  search: optional(text(200)),
  descending: optional(flag),
  offset: integer(0, 10_000_000),
  limit: integer(1, 500),
}
const repository = text(255)
const tag = text(128)
const tagSelection = object({ repository, tags: list(tag, 1_000) })

export const REPOSITORIES_METHODS = {
  'repositories.list': read<Page<Repository>>()(
    object({ ...page, sort: oneOf('name', 'size', 'tags', 'pushed') }),
  ),
  'repositories.get': read<Repository>()(object({ repository })),
  'tags.list': read<Page<Tag>>()(
    object({ ...page, repository, sort: oneOf('name', 'size', 'pushed') }),
  ),
  'tags.previewDelete': read<DeletePreview>()(tagSelection),
  'tags.delete': write<DeleteResult>()(tagSelection),
  /** Gives what `from`, a tag or digest, names another tag; CONFLICT where there is one already and `replace` is not set. */
  'tags.add': write<Tag>()(object({ repository, from: text(200), tag, replace: optional(flag) })),
} as const
