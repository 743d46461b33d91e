import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Archive } from '../../server/carry/archive.ts'
import { readImages, type FoundImages } from '../../server/carry/read-images.ts'
import { openTarFile } from '../../server/carry/scan.ts'
import { spool, type SpoolPlace } from '../../server/carry/spool.ts'
import { temporaryFolder } from '../support/folder.ts'
import { tarOf, type Files } from '../support/tar-of.ts'

/** An archive that came as a stream. */
export async function spooled(
  cleanUp: AsyncDisposableStack,
  file: Files | Buffer,
  place: Partial<SpoolPlace> = {},
): Promise<Archive> {
  const { path } = cleanUp.use(await temporaryFolder('spool'))
  const archive = await spool(pieces(bytesOf(file)), { folder: join(path, 'imports'), ...place })
  cleanUp.defer(() => archive.close())
  return archive
}

/** An archive that lies somewhere as a file. */
async function scanned(cleanUp: AsyncDisposableStack, file: Files | Buffer): Promise<Archive> {
  const { path } = cleanUp.use(await temporaryFolder('scan'))
  await writeFile(join(path, 'file'), bytesOf(file))
  const archive = await openTarFile(join(path, 'file'))
  if (!archive) throw new Error('it is packed')
  cleanUp.defer(() => archive.close())
  return archive
}

/** The ways in which an archive is opened. */
export const WAYS = [
  { way: 'as it comes', open: spooled },
  { way: 'where it lies', open: scanned },
]

export async function imagesIn(
  cleanUp: AsyncDisposableStack,
  file: Files | Buffer,
): Promise<FoundImages> {
  return await readImages(await spooled(cleanUp, file))
}

const bytesOf = (file: Files | Buffer): Buffer => (Buffer.isBuffer(file) ? file : tarOf(file))

/** Bytes as a connection brings them: in pieces that fit nothing. */
export async function* pieces(bytes: Buffer, length = 7_001): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}
