import type { FileHandle } from 'node:fs/promises'
import type { Archive } from './archive.ts'
import type { Entries } from './entries.ts'
import { fileBytes } from './file-bytes.ts'

/** A tar archive whose entries were found, in a file that is closed with it. */
export function tarArchive(file: FileHandle, entries: Entries): Archive {
  return {
    async find(path) {
      const found = entries.find(path)
      return found && { ...found, open: () => fileBytes(file, found.offset, found.size) }
    },
    close: () => file.close(),
  }
}
