import type { FileType } from '../control/contents-contract.ts'
import type { Digest } from '../oci/digest.ts'
import type { Compression } from '../tar/decompressed.ts'
import type { Database } from './database.ts'
import { namesIn } from './entry-place.ts'
import { pathNamed } from './file-lists.ts'
import { FILE_TYPES } from './file-types.ts'

/** Where the content of a file lies. */
export type ContentPlace =
  | {
      readonly kind: 'file'
      readonly size: number
      /** From the beginning of the unpacked layer. */
      readonly offset: number
      readonly compression: Compression
    }
  /** The layer is not in the index. */
  | { readonly kind: 'unread' }
  /** The layer has nothing there. */
  | { readonly kind: 'nothing' }
  /** It has no content that can be shown; why not, for a person. */
  | { readonly kind: 'refused'; readonly why: string }

interface Row {
  readonly kind: number | null
  readonly size: number
  readonly offset: number
  readonly sparse: number
  readonly target: string | null
}

/** Hard links to hard links; no tar makes any. */
const MOST_LINKS = 10

/** Looks a file of a layer up; a hard link is what it links to in the same layer. */
export function contentPlace(database: Database, digest: Digest, path: string): ContentPlace {
  const layer = database.get<{ id: number; compression: Compression }>(
    'SELECT id, compression FROM layer WHERE digest = ? AND complete',
    digest,
  )
  if (!layer) return { kind: 'unread' }
  let row = rowAt(database, layer.id, path)
  for (let links = 0; row && typeOf(row) === 'hardlink' && links < MOST_LINKS; links++) {
    row = rowAt(database, layer.id, row.target ?? '')
    if (!row) return refused('this hard link leads to a file that is not in its layer')
  }
  if (!row || row.kind === null) return { kind: 'nothing' }
  const type = typeOf(row)
  if (type !== 'file') return refused(WHY[type])
  if (row.sparse) {
    return refused('this file is stored without its holes, which cannot be shown: pull the image')
  }
  return { kind: 'file', size: row.size, offset: row.offset, compression: layer.compression }
}

const refused = (why: string): ContentPlace => ({ kind: 'refused', why })

const typeOf = ({ kind }: Row): FileType => FILE_TYPES[kind ?? -1] ?? 'other'

const WHY: Readonly<Record<Exclude<FileType, 'file'>, string>> = {
  directory: 'this is a folder',
  symlink: 'this is a link; what it leads to can be opened',
  hardlink: 'this hard link leads to itself',
  'character-device': 'a device has no content',
  'block-device': 'a device has no content',
  fifo: 'a pipe has no content',
  other: 'this is no file',
}

function rowAt(database: Database, layer: number, path: string): Row | undefined {
  const names = namesIn(path) ?? []
  const parent = names.length > 0 ? pathNamed(database, names.slice(0, -1)) : undefined
  if (parent === undefined) return undefined
  return database.get<Row>(
    `SELECT e.kind, e.size, e.offset, e.sparse, e.target
     FROM path p CROSS JOIN entry e ON e.layer = ?1 AND e.parent = p.parent AND e.path = p.id
     WHERE p.parent = ?2 AND p.name = ?3`,
    layer,
    parent,
    names.at(-1) ?? '',
  )
}
