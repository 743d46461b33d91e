import { flag, integer, object, oneOf, optional, text } from './check.ts'
import { read } from './method.ts'

/** What can be asked about the files inside images. Sizes are bytes unpacked, unless said otherwise. */

export type FileType =
  | 'file'
  | 'directory'
  | 'symlink'
  | 'hardlink'
  | 'character-device'
  | 'block-device'
  | 'fifo'
  | 'other'

export interface FileEntry {
  /** From the root of the file system, such as `usr/bin/env`: no slash at either end. */
  readonly path: string
  readonly type: FileType
  /** Of a folder: of all files below it. */
  readonly sizeBytes: number
  /** Files below a folder. */
  readonly files?: number
  /** Absent for a folder that only paths below it name. */
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
  readonly modifiedAt?: number
  /** Of a link. */
  readonly target?: string
  /** Digest of the layer that it comes from. */
  readonly layer: string
  /** In one layer alone: what the layer does to what lies below it. Absent while that is not known yet. */
  readonly change?: 'added' | 'changed' | 'removed'
}

/** How far the layers that an answer rests on are read. */
export interface Reading {
  readonly state: 'reading' | 'ready' | 'failed'
  /** Bytes of the layers as they are stored. */
  readonly doneBytes: number
  readonly totalBytes: number
  /** Entries found so far. */
  readonly entries: number
  /** Why it failed, or what was left out and why, for a person. */
  readonly message?: string
}

export interface FilePage {
  readonly items: readonly FileEntry[]
  readonly total: number
  readonly reading: Reading
}

export type FileView =
  | {
      readonly kind: 'text'
      readonly text: string
      readonly isCut: boolean
      readonly sizeBytes: number
    }
  | {
      readonly kind: 'picture'
      readonly mediaType: string
      readonly base64: string
      readonly sizeBytes: number
    }
  /** Neither, or too large a picture. */
  | { readonly kind: 'binary'; readonly sizeBytes: number }

export interface Waste {
  readonly reading: Reading
  /** Of all layers. */
  readonly totalBytes: number
  /** Bytes that a later layer hides: what squashing would save, unpacked. */
  readonly hiddenBytes: number
  /** The same as it is stored, guessed from how well each layer is packed. */
  readonly hiddenStoredBytes: number
  /** Largest first, at most 100. */
  readonly hidden: readonly {
    readonly path: string
    readonly sizeBytes: number
    readonly layer: string
    readonly by: 'overwritten' | 'removed'
    readonly byLayer: string
  }[]
  /** The same content more than once among what is visible; largest saving first, at most 100. */
  readonly duplicates: readonly {
    readonly sizeBytes: number
    readonly paths: readonly string[]
    readonly copies: number
  }[]
  /** Bytes that copies after the first take. */
  readonly duplicateBytes: number
  /** The 20 largest visible files. */
  readonly largest: readonly FileEntry[]
}

export interface Comparison {
  readonly reading: Reading
  readonly layers: readonly {
    readonly digest: string
    readonly sizeBytes: number
    readonly command?: string
    readonly in: 'both' | 'a' | 'b'
  }[]
  /** Sizes as stored. */
  readonly sizeBytes: { readonly a: number; readonly b: number }
  readonly counts: { readonly added: number; readonly removed: number; readonly changed: number }
  readonly bytes: { readonly added: number; readonly removed: number; readonly changed: number }
  /** Only what differs: environment, entrypoint, labels and so on, as text a line each. */
  readonly config: readonly { readonly name: string; readonly a?: string; readonly b?: string }[]
  readonly history: readonly { readonly command: string; readonly in: 'both' | 'a' | 'b' }[]
}

/** What lies at a path; without an `entry` there is nothing, or not yet. */
export interface FoundFile {
  readonly entry?: FileEntry
  readonly reading: Reading
}

export interface ComparedFile {
  readonly path: string
  readonly change: 'added' | 'removed' | 'changed'
  readonly a?: FileEntry
  readonly b?: FileEntry
}

/** In the order of paths; nothing before both images are read. */
export interface ComparedPage {
  readonly items: readonly ComparedFile[]
  readonly total: number
}

const inImage = {
  repository: text(255),
  /** Of one platform's manifest. */
  digest: text(200),
  /** One layer alone. */
  layer: optional(text(200)),
}
const image = object({
  repository: text(255),
  /** Of one platform's manifest. */
  digest: text(200),
})
const path = text(4_096)
const page = { offset: integer(0, 10_000_000), limit: integer(1, 500) }

export const CONTENTS_METHODS = {
  /**
   * What lies in one folder, of the merged file system or of one layer. Asking begins the reading and
   * keeps it going; it ends when nobody has asked for 20 s.
   */
  'files.list': read<FilePage>()(
    object({
      ...inImage,
      ...page,
      folder: text(4_096, 0),
      sort: oneOf('name', 'size'),
      descending: optional(flag),
    }),
  ),
  /** Anywhere below the root, by a part of the path. */
  'files.search': read<FilePage>()(object({ ...inImage, ...page, search: text(200) })),
  /**
   * What lies at a path. `follow` goes on through symbolic links, in the middle and at the end, within
   * the image (root-bound, at most 40).
   */
  'files.get': read<FoundFile>()(object({ ...inImage, path, follow: optional(flag) })),
  /** The content, as far as it can be shown. `layer` is the one that holds it. */
  'files.view': read<FileView>()(object({ ...inImage, layer: text(200), path })),
  'images.waste': read<Waste>()(image),
  'images.compare': read<Comparison>()(object({ a: image, b: image })),
  'images.compareFiles': read<ComparedPage>()(
    object({
      a: image,
      b: image,
      ...page,
      search: optional(text(200)),
      change: optional(oneOf('added', 'removed', 'changed')),
    }),
  ),
} as const
