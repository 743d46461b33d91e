/** A file of images that cannot be used; the message says what is wrong, at which entry, and what to do. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
}

/** An entry's name, for a message. */
export const quoted = (path: string): string => JSON.stringify(path.slice(0, 200))
