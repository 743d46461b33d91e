import { TarError } from '../tar/tar-entry.ts'

/** A file of images that cannot be used; the message says what is wrong, at which entry, and what to do. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
}

/** One that lacks something that it should have. */
export class MissingEntry extends ArchiveError {
  constructor(path: string) {
    super(`${quoted(path)} is missing: the file is not complete`)
  }
}

/** An entry's name, for a message. */
export const quoted = (path: string): string => JSON.stringify(path.slice(0, 200))

export const CUT_OFF = 'the file ends in the middle: it was cut off'

/** What is wrong with an archive that could not be taken apart; anything else stays what it is. */
export function asArchiveError(error: unknown, entries: number): unknown {
  const { code = '' } = error as NodeJS.ErrnoException
  if (error instanceof TarError) {
    const why = entries > 0 ? error.message : 'this is no tar archive'
    return new ArchiveError(why, { cause: error })
  }
  if (code === 'Z_BUF_ERROR') return new ArchiveError(CUT_OFF, { cause: error })
  if (code.startsWith('Z_') || code.startsWith('ZSTD_')) {
    const why = 'the file is packed, and damaged: it cannot be unpacked'
    return new ArchiveError(why, { cause: error })
  }
  return error
}
