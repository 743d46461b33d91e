import { gzipSync, zstdCompressSync } from 'node:zlib'
import { ARCHIVE_END, fileHeader, padding } from '../../server/tar/tar-writer.ts'

/** An entry of an archive, whatever it may claim. */
export interface Entry {
  readonly path: string
  /** The type flag of POSIX; a file unless given, or a folder where the path ends with a slash. */
  readonly flag?: string
  readonly text?: string | Buffer
  readonly target?: string
  readonly mode?: number
  /** What the header says of the size, whatever comes after it. */
  readonly size?: number
  /** Records of an extended header before it. */
  readonly pax?: Readonly<Record<string, string>>
}

/** A path alone is an empty file, or a folder where it ends with a slash. */
export type EntryOrPath = Entry | string

/** A tar archive of exactly these entries. */
export function archiveOf(...entries: readonly EntryOrPath[]): Buffer {
  return Buffer.concat([...entries.flatMap(bytesOf), ARCHIVE_END])
}

function bytesOf(given: EntryOrPath): readonly Buffer[] {
  const entry = typeof given === 'string' ? { path: given } : given
  const { pax, text = '', size, ...rest } = entry
  const data = Buffer.from(text)
  const records = { ...(rest.path.length > 100 && { path: rest.path }), ...pax }
  const flag = rest.flag ?? (rest.path.endsWith('/') ? '5' : '0')
  const short = { ...rest, flag, path: rest.path.slice(0, 100) }
  const head = headerOf(short, size ?? data.length)
  return [...extended(records), head, data, padding(data.length)]
}

function extended(records: Readonly<Record<string, string>>): readonly Buffer[] {
  if (Object.keys(records).length === 0) return []
  const data = Buffer.from(
    Object.entries(records)
      .map(([key, value]) => paxRecord(key, value))
      .join(''),
  )
  const head = headerOf({ path: 'PaxHeaders/x', flag: 'x' }, data.length)
  return [head, data, padding(data.length)]
}

/** Its length counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`
  const bytes = Buffer.byteLength(rest)
  const digits = String(bytes + String(bytes).length).length
  return `${bytes + digits}${rest}`
}

function headerOf({ path, flag = '0', target = '', mode = 0o644 }: Entry, size: number): Buffer {
  const head = fileHeader({ path, size })
  head.write(`${mode.toString(8).padStart(7, '0')}\0`, 100, 'latin1')
  head.write(flag, 156, 'latin1')
  head.write(target, 157, 100, 'utf8')
  head.write('        ', 148, 'latin1')
  const sum = head.reduce((total, byte) => total + byte, 0)
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return head
}

export const file = (path: string, text: string | Buffer = ''): Entry => ({ path, text })
export const symlink = (path: string, target: string): Entry => ({ path, flag: '2', target })
export const hardlink = (path: string, target: string): Entry => ({ path, flag: '1', target })

/** How layers are packed. */
export const PACKINGS: Readonly<Record<'plain' | 'gzip' | 'zstd', (bytes: Buffer) => Buffer>> = {
  plain: (bytes) => bytes,
  gzip: (bytes) => gzipSync(bytes),
  zstd: (bytes) => zstdCompressSync(bytes),
}
