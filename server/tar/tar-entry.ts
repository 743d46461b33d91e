/** What a tar archive can hold; `other` is a type that this reader does not know. */
export type TarType =
  | 'file'
  | 'directory'
  | 'symlink'
  | 'hardlink'
  | 'character-device'
  | 'block-device'
  | 'fifo'
  | 'other'

/** One entry of a tar archive (POSIX.1-2001 pax, ustar, GNU and old tar). */
export interface TarEntry {
  /** As it is written, with `./`, `..` and trailing slashes if it has them. */
  readonly path: string
  readonly type: TarType
  /** Bytes of the file; 0 for all that is no file. */
  readonly size: number
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Milliseconds since 1970. */
  readonly modified: number
  /** Of a symbolic or hard link. */
  readonly target?: string
  /** Where its data begins, from the beginning of the archive. */
  readonly offset: number
  /** Bytes of data in the archive; mostly less than `size` for a sparse file. */
  readonly stored: number
  /** Its data are a map and the parts of it that are no holes. */
  readonly isSparse: boolean
}

/** An archive that is broken; the message says what is wrong and at which entry. */
export class TarError extends Error {
  override readonly name = 'TarError'
}

const TYPES: Readonly<Record<string, TarType>> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  S: 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'character-device',
  '4': 'block-device',
  '5': 'directory',
  '6': 'fifo',
}

/** @param flag the type flag of a header; old tar marks a folder by the slash at its end alone */
export function tarType(flag: string, path: string): TarType {
  const type = TYPES[flag] ?? 'other'
  return type === 'file' && path.endsWith('/') ? 'directory' : type
}
