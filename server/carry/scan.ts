import { open, type FileHandle } from 'node:fs/promises'
import { compressionOf } from '../tar/decompressed.ts'
import { TarParser } from '../tar/tar-parser.ts'
import type { Archive } from './archive.ts'
import { ArchiveError, asArchiveError, CUT_OFF } from './archive-error.ts'
import { checkNotEmpty, createEntries, type Entries } from './entries.ts'
import { tarArchive } from './tar-archive.ts'

const CHUNK = 64 * 1024

/**
 * A tar archive that is a file already, where it lies. Undefined for one that is packed.
 *
 * @throws ArchiveError, or what the system says
 */
export async function openTarFile(path: string): Promise<Archive | undefined> {
  const file = await open(path)
  let archive: Archive | undefined
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    if (compressionOf(buffer) === 'none') archive = tarArchive(file, await scan(file))
    return archive
  } finally {
    if (!archive) await file.close()
  }
}

/** From header to header: what lies between is not read. */
async function scan(file: FileHandle): Promise<Entries> {
  const entries = createEntries()
  const parser = new TarParser({ entry: entries.add })
  const { size } = await file.stat()
  const buffer = Buffer.allocUnsafe(CHUNK)
  try {
    let at = 0
    while (at < size && !parser.isOver) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK, at)
      if (bytesRead === 0) break
      parser.write(buffer.subarray(0, bytesRead))
      at += bytesRead
      at += parser.skip()
    }
    if (at > size) throw new ArchiveError(CUT_OFF)
    parser.end()
  } catch (error) {
    throw asArchiveError(error, entries.count)
  }
  checkNotEmpty(entries)
  return entries
}
