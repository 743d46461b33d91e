import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Archive } from './archive.ts'
import { fileBytes } from './file-bytes.ts'

/** A folder with the files of an archive, such as an OCI image layout. */
export function folderArchive(root: string): Archive {
  return {
    async find(path) {
      const at = join(root, path)
      const found = await stat(at).catch(() => undefined)
      if (!found?.isFile()) return undefined
      return { path, size: found.size, open: () => bytesOf(at, found.size) }
    },
    close: async () => {},
  }
}

async function* bytesOf(path: string, size: number): AsyncGenerator<Uint8Array> {
  const file = await open(path)
  try {
    yield* fileBytes(file, 0, size)
  } finally {
    await file.close()
  }
}
