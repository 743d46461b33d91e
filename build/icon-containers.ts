import { readPng } from './png.ts'
import type { Pixels } from './png.ts'

/** Sizes from here on are kept as PNG in an ICO; below, old readers know bitmaps only. */
const PNG_IN_ICO = 128

/**
 * The frames as one `.ico` (learn.microsoft.com/previous-versions/ms997538).
 *
 * @param pngs squares of different size, at most 256 pixels wide.
 */
export function icoOf(pngs: readonly Buffer[]): Buffer {
  const images = pngs.map((png) => {
    const pixels = readPng(png)
    return { pixels, data: pixels.width < PNG_IN_ICO ? bitmap(pixels) : png }
  })
  const head = Buffer.alloc(6)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(images.length, 4)
  let offset = head.length + images.length * 16
  const entries = images.map(({ pixels, data }) => {
    const entry = icoEntry(pixels, data.length, offset)
    offset += data.length
    return entry
  })
  return Buffer.concat([head, ...entries, ...images.map(({ data }) => data)])
}

function icoEntry({ width, height }: Pixels, length: number, offset: number): Buffer {
  const entry = Buffer.alloc(16)
  // 0 stands for 256.
  entry[0] = width % 256
  entry[1] = height % 256
  entry.writeUInt16LE(1, 4)
  entry.writeUInt16LE(32, 6)
  entry.writeUInt32LE(length, 8)
  entry.writeUInt32LE(offset, 12)
  return entry
}

/** A bitmap as icons have it: from the bottom up, blue first, then a mask of what is clear. */
function bitmap({ width, height, rgba }: Pixels): Buffer {
  const head = Buffer.alloc(40)
  head.writeUInt32LE(head.length, 0)
  head.writeInt32LE(width, 4)
  // Colours and mask count as one picture of twice the height.
  head.writeInt32LE(height * 2, 8)
  head.writeUInt16LE(1, 12)
  head.writeUInt16LE(32, 14)
  const colours = Buffer.alloc(rgba.length)
  const maskRow = Math.ceil(width / 32) * 4
  const mask = Buffer.alloc(maskRow * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = rgba.readUInt32BE((y * width + x) * 4)
      const row = height - 1 - y
      colours.writeUInt32LE(((colour >>> 8) | (colour << 24)) >>> 0, (row * width + x) * 4)
      const at = row * maskRow + (x >> 3)
      if ((colour & 0xff) === 0) mask[at] = (mask[at] ?? 0) | (0x80 >> (x & 7))
    }
  }
  return Buffer.concat([head, colours, mask])
}

/** What each size is called in an ICNS; some are called twice, as plain and as half the size at double density. */
const ICNS_NAMES: Readonly<Record<number, readonly string[]>> = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
}

/**
 * The frames as one `.icns` (en.wikipedia.org/wiki/Apple_Icon_Image_format).
 *
 * @param pngs squares of 32 to 1024 pixels, a power of two.
 * @throws Error for a size that the format has no name for.
 */
export function icnsOf(pngs: readonly Buffer[]): Buffer {
  const blocks = pngs.flatMap((png) => {
    const { width } = readPng(png)
    const names = ICNS_NAMES[width]
    if (!names) throw new Error(`an ICNS holds no picture of ${width} pixels`)
    return names.map((name) => icnsBlock(name, png))
  })
  return icnsBlock('icns', Buffer.concat(blocks))
}

function icnsBlock(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32BE(head.length + data.length, 4)
  return Buffer.concat([head, data])
}
