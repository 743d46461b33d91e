import { BLOCK } from './tar-header.ts'

/** A file in an archive that is being written. */
export interface TarFile {
  /** At most 100 bytes. */
  readonly path: string
  readonly size: number
}

/** The header of a file that everybody may read (POSIX ustar). The same input gives the same bytes. */
export function fileHeader({ path, size }: TarFile): Buffer {
  const block = Buffer.alloc(BLOCK)
  if (Buffer.byteLength(path) > 100) throw new RangeError(`${path} is too long for a tar header`)
  block.write(path, 0)
  block.write('0000644\0', 100, 'latin1')
  block.write('0000000\0', 108, 'latin1')
  block.write('0000000\0', 116, 'latin1')
  writeSize(block, size)
  block.write('00000000000\0', 136, 'latin1')
  block.write('0', 156, 'latin1')
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
