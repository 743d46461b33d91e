import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, rm, statfs } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Content } from '../sync/content.ts'
import { decompressed } from '../tar/decompressed.ts'
import { TarError } from '../tar/tar-entry.ts'
import { TarParser } from '../tar/tar-parser.ts'
import { ArchiveError } from './archive-error.ts'
import type { Archive } from './archive.ts'
import { createEntries, type Entries } from './entries.ts'
import { tarArchive } from './tar-archive.ts'

/** Where files lie while images are taken out of them. */
export interface SpoolPlace {
  readonly folder: string
  /** Bytes of one file, unpacked. */
  readonly most?: number
  /** Bytes that have to stay free on its disk. */
  readonly reserve?: number
}

/** No room for the file, or none that may be used. */
export class SpoolFull extends Error {
  override readonly name = 'SpoolFull'
}

const GiB = 1024 ** 3
const MOST = 512 * GiB
const RESERVE = GiB
/** How often it is looked how much is left, in bytes written. */
const LOOK = 64 * 1024 * 1024

/**
 * Keeps a tar archive that comes, unpacked where it is packed, in a file that is gone when it is closed
 * or the process ends, however that ends.
 *
 * @throws ArchiveError, SpoolFull, or what `content` throws; then nothing is left
 */
export async function spool(content: Content, place: SpoolPlace): Promise<Archive> {
  await mkdir(place.folder, { recursive: true })
  const path = join(place.folder, randomUUID())
  const file = await open(path, 'wx+', 0o600)
  try {
    // Its bytes stay as long as it is open.
    await rm(path, { force: true })
    return tarArchive(file, await take(content, file, place))
  } catch (error) {
    await file.close()
    await rm(path, { force: true })
    throw error
  }
}

async function take(content: Content, file: FileHandle, place: SpoolPlace): Promise<Entries> {
  const entries = createEntries()
  const parser = new TarParser({ entry: entries.add })
  const room = createRoom(place)
  let length = 0
  try {
    const { body } = await decompressed(content)
    for await (const chunk of body) {
      // What follows the end is read, for the sake of who sends it, and not kept.
      if (parser.isOver) continue
      await room.need(length, chunk.length)
      await writeAll(file, chunk, length)
      length += chunk.length
      parser.write(chunk)
    }
    parser.end()
  } catch (error) {
    throw asArchiveError(error, entries, place)
  }
  if (entries.count === 0) throw new ArchiveError('the file is empty: there are no images in it')
  return entries
}

async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, at, chunk.length - at, position + at)
    at += bytesWritten
  }
}

/** Some kilobytes can be unpacked to more than any disk holds. */
function createRoom({ folder, most = MOST, reserve = RESERVE }: SpoolPlace) {
  let lookAt = 0
  return {
    async need(length: number, more: number): Promise<void> {
      if (length + more > most) {
        throw new SpoolFull(`the file is larger than ${most} bytes when it is unpacked`)
      }
      if (length + more < lookAt) return
      lookAt = length + LOOK
      const { bavail, bsize } = await statfs(folder)
      if (bavail * bsize - LOOK < reserve) throw noRoom(folder)
    },
  }
}

function noRoom(folder: string, cause?: unknown): SpoolFull {
  const message = `there is no room for the file in ${folder}: free some, and try again`
  return new SpoolFull(message, { cause })
}

function asArchiveError(error: unknown, entries: Entries, { folder }: SpoolPlace): unknown {
  const { code = '' } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return noRoom(folder, error)
  if (error instanceof TarError) {
    const isTar = entries.count > 0
    return new ArchiveError(isTar ? error.message : 'this is no tar archive', { cause: error })
  }
  if (code === 'Z_BUF_ERROR') {
    return new ArchiveError('the file ends in the middle: it was cut off', { cause: error })
  }
  if (code.startsWith('Z_') || code.startsWith('ZSTD_')) {
    const message = 'the file is packed, and damaged: it cannot be unpacked'
    return new ArchiveError(message, { cause: error })
  }
  return error
}
