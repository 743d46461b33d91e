import { TarError } from './tar-entry.ts'

/** The size of a header, and what data is rounded up to. */
export const BLOCK = 512

/** A header as it lies in the archive, before what longer names and pax records say. */
export interface TarHeader {
  readonly flag: string
  readonly path: string
  readonly target: string
  readonly size: number
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Seconds since 1970. */
  readonly modified: number
  /** Of an old GNU sparse file: its size, and whether another block of its map follows. */
  readonly sparse?: { readonly size: number; readonly more: boolean }
}

/** Undefined for a block of zeros, which ends an archive. */
export function parseHeader(block: Buffer, place: string): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined
  if (!hasRightSum(block)) throw new TarError(`${place}: this is no tar header`)
  const number = (start: number, length: number): number => numberAt(block, start, length, place)
  const flag = String.fromCharCode(block[156] ?? 0)
  return {
    flag,
    path: pathOf(block),
    target: textAt(block, 157, 100),
    size: number(124, 12),
    mode: number(100, 8) & 0o7777,
    uid: number(108, 8),
    gid: number(116, 8),
    modified: number(136, 12),
    ...(flag === 'S' && { sparse: { size: number(483, 12), more: block[482] === 1 } }),
  }
}

/** Only POSIX has the prefix; GNU keeps other things there. */
function pathOf(block: Buffer): string {
  const name = textAt(block, 0, 100)
  const isPosix = block.toString('latin1', 257, 263) === 'ustar\0'
  const prefix = isPosix ? textAt(block, 345, 155) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

/** Up to the first NUL. */
export function textAt(block: Buffer, start: number, length: number): string {
  const end = block.indexOf(0, start)
  const stop = end === -1 || end > start + length ? start + length : end
  return block.toString('utf8', start, stop)
}

/** Octal digits, or GNU's base 256 where the first bit is set. */
function numberAt(block: Buffer, start: number, length: number, place: string): number {
  if ((block[start] ?? 0) & 0x80) return base256(block.subarray(start, start + length), place)
  const text = textAt(block, start, length).trim()
  if (text === '') return 0
  if (!/^[0-7]+$/.test(text)) throw new TarError(`${place}: a number in the header is none`)
  return Number.parseInt(text, 8)
}

function base256(bytes: Buffer, place: string): number {
  // A negative number: a time before 1970.
  if ((bytes[0] ?? 0) === 0xff) return 0
  let value = (bytes[0] ?? 0) & 0x7f
  for (const byte of bytes.subarray(1)) value = value * 256 + byte
  if (value > Number.MAX_SAFE_INTEGER) throw new TarError(`${place}: a size is beyond all bounds`)
  return value
}

/** Some old programs summed signed bytes. */
function hasRightSum(block: Buffer): boolean {
  const written = Number.parseInt(textAt(block, 148, 8).trim(), 8)
  let unsigned = 0
  let signed = 0
  for (const [at, byte] of block.entries()) {
    const counted = at >= 148 && at < 156 ? 0x20 : byte
    unsigned += counted
    signed += counted > 127 ? counted - 256 : counted
  }
  return written === unsigned || written === signed
}
