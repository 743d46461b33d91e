import type { FileType } from '../control/contents-contract.ts'

/** What an entry can be; the database keeps its place in this list. */
export const FILE_TYPES: readonly FileType[] = [
  'file',
  'directory',
  'symlink',
  'hardlink',
  'character-device',
  'block-device',
  'fifo',
  'other',
]

export const FOLDER = FILE_TYPES.indexOf('directory')
export const FILE = FILE_TYPES.indexOf('file')
