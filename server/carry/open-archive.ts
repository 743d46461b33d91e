import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import type { Content } from '../sync/content.ts'
import { ArchiveError, quoted } from './archive-error.ts'
import type { Archive } from './archive.ts'
import { folderArchive } from './folder-archive.ts'
import { openTarFile } from './scan.ts'
import { spool } from './spool.ts'

/**
 * A file or folder of images of this machine. What is packed is unpacked into the system's temporary
 * folder first.
 *
 * @throws ArchiveError, SpoolFull, or what the system says
 */
export async function openArchive(path: string): Promise<Archive> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new ArchiveError(`${quoted(path)} cannot be read: ${reason(cause)}`, { cause })
  })
  if (found.isDirectory()) return folderArchive(path)
  const plain = found.isFile() ? await openTarFile(path) : undefined
  return plain ?? (await spooledArchive(createReadStream(path)))
}

/** What comes, such as from standard input. */
export function spooledArchive(content: Content): Promise<Archive> {
  return spool(content, { folder: tmpdir() })
}

function reason(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException
  return code === 'ENOENT' ? 'there is no such file' : message
}
