import type { FileEntry, FileType } from '../../../server/control/contents-contract.ts'
import type { Place } from '../../place.ts'
import { intoFolder, toFile, type FilesAddress } from './files-address.ts'

const OPEN: ReadonlySet<FileType> = new Set(['file', 'hardlink', 'symlink'])

/** Where an entry leads: into a folder, to a file, along a link; undefined for what cannot be opened. */
export function entryPlace({ path, type, change }: FileEntry, at: FilesAddress): Place | undefined {
  if (change === 'removed') return undefined
  if (type === 'directory') return at.place(intoFolder(path))
  return OPEN.has(type) ? at.place(toFile(path)) : undefined
}
