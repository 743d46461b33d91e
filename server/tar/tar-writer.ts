import { BLOCK } from './tar-header.ts'

/** A file in an archive that is being written. */
export interface TarFile {
  readonly path: string
  readonly size: number
}

/** Bytes of a name in a header; a longer one has a header before it (POSIX pax). */
const LONGEST = 100

/** What precedes the data of a file that everybody may read. The same input gives the same bytes. */
export function fileHeader({ path, size }: TarFile): Buffer {
  if (Buffer.byteLength(path) <= LONGEST) return header(path, size, '0')
  const record = paxRecord('path', path)
  const extra = [header('pax', record.length, 'x'), record, padding(record.length)]
  return Buffer.concat([...extra, header(path.slice(-LONGEST), size, '0')])
}

/** Its length counts itself. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`)
  let length = rest
  while (length !== rest + String(length).length) length = rest + String(length).length
  return Buffer.from(`${length} ${key}=${value}\n`)
}

function header(path: string, size: number, type: string): Buffer {
  const block = Buffer.alloc(BLOCK)
  block.write(path, 0, LONGEST)
  block.write('0000644\0', 100, 'latin1')
  block.write('0000000\0', 108, 'latin1')
  block.write('0000000\0', 116, 'latin1')
  writeSize(block, size)
  block.write('00000000000\0', 136, 'latin1')
  block.write(type, 156, 'latin1')
  block.write('ustar\u000000', 257, 'latin1')
  block.write(sumOf(block), 148, 'latin1')
  return block
}

/** What makes the data of a file a whole number of blocks. */
export function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)
}

/** What an archive ends with. */
export const ARCHIVE_END = Buffer.alloc(2 * BLOCK)

/** Octal up to 8 GiB, GNU's base 256 beyond, which every tar reads. */
function writeSize(block: Buffer, size: number): void {
  if (size < 8 ** 11) {
    block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
    return
  }
  block.writeUInt8(0x80, 124)
  block.writeBigUInt64BE(BigInt(size), 128)
}

/** Counted as if the sum itself were spaces. */
function sumOf(block: Buffer): string {
  const sum = block.reduce((total, byte) => total + byte, 8 * 0x20)
  return `${sum.toString(8).padStart(6, '0')}\0 `
}
