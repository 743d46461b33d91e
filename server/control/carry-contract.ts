import { flag, integer, list, object, optional, text } from './check.ts'
import { read, write } from './method.ts'
import type { ArtifactKind, Tag } from './repositories-contract.ts'

/**
 * Images that come in and go out as files, and from one repository to another; a part of the contract.
 * Beside the methods, over HTTP:
 *
 *     POST api/import?name=<file name>   the file as its body, of any size; `{ id }` once it was taken
 *     GET  api/export?repository=&reference=&format=oci|docker&platform=   an archive, as an attachment
 */

/** An image found in a file. */
export interface ImportImage {
  /** Its place in the file, from 0. */
  readonly index: number
  /** `repository:tag` each, as the file says, without a registry's name; may be empty. */
  readonly names: readonly string[]
  readonly kind: ArtifactKind
  readonly platforms: readonly string[]
  readonly sizeBytes: number
  /** Of the manifest, where the file has one; a `docker save` of old has none. */
  readonly digest?: string
}

/** A file of images on its way in. */
export interface Import {
  readonly id: string
  readonly fileName: string
  readonly state: 'reading' | 'ready' | 'storing' | 'done' | 'failed'
  /** Of what is under way. */
  readonly doneBytes: number
  readonly totalBytes?: number
  readonly images: readonly ImportImage[]
  /** What was stored, once it is: `repository:tag`, with its digest. */
  readonly stored: readonly { readonly name: string; readonly digest: string }[]
  /** What was wrong, at which entry, and what to do. */
  readonly message?: string
}

const id = text(64)
const repository = text(255)

export const CARRY_METHODS = {
  'imports.get': read<Import>()(object({ id })),
  /** Begins to store the chosen images under these names. */
  'imports.store': write<Import>()(
    object({
      id,
      images: list(object({ index: integer(0, 9_999), names: list(text(400), 100) }), 1_000),
    }),
  ),
  /** Stops it if it is under way, and forgets the file. */
  'imports.discard': write<void>()(object({ id })),
  /** Gives an image of another repository a name here without moving bytes; CONFLICT as in `tags.add`. */
  'tags.copy': write<Tag>()(
    object({
      from: object({ repository, reference: text(200) }),
      repository,
      tag: text(128),
      replace: optional(flag),
    }),
  ),
} as const
