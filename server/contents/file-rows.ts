import type { FileEntry } from '../control/contents-contract.ts'
import { FILE_TYPES, FOLDER } from './file-types.ts'

/** An entry as the database has it, with its path. */
export interface FileRow {
  readonly text: string
  readonly kind: number
  readonly size: number
  readonly files: number
  readonly mode: number | null
  readonly uid: number | null
  readonly gid: number | null
  readonly modified: number | null
  readonly target: string | null
  readonly layer: string
  readonly change: 'added' | 'changed' | 'removed' | null
}

export function toFileEntry(row: FileRow): FileEntry {
  const { text, kind, size, files, mode, uid, gid, modified, target, layer, change } = row
  return {
    path: text,
    type: FILE_TYPES[kind] ?? 'other',
    sizeBytes: size,
    ...(kind === FOLDER && { files }),
    ...(mode !== null && { mode }),
    ...(uid !== null && { uid }),
    ...(gid !== null && { gid }),
    ...(modified !== null && { modifiedAt: modified }),
    ...(target !== null && { target }),
    layer,
    ...(change !== null && { change }),
  }
}
