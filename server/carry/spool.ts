import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, rm, statfs } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Content } from '../sync/content.ts'
import { decompressed } from '../tar/decompressed.ts'
import { TarParser } from '../tar/tar-parser.ts'
import { asArchiveError } from './archive-error.ts'
import type { Archive } from './archive.ts'
import { checkNotEmpty, createEntries, type Entries } from './entries.ts'
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
const RESERVE = 64 * 1024 * 1024
/** How often it is looked how much is left, in bytes written. */
const LOOK = 16 * 1024 * 1024

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
    throw isFull(error) ? noRoom(place.folder, error) : asArchiveError(error, entries.count)
  }
  checkNotEmpty(entries)
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

const isFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')

function noRoom(folder: string, cause?: unknown): SpoolFull {
  const message = `there is no room for the file in ${folder}: free some, and try again`
  return new SpoolFull(message, { cause })
}
