/** What the header of a picture says. */
export interface Picture {
  readonly width: number
  readonly height: number
}

/**
 * The pictures in a PNG, an ICO or an ICNS, in order, by their own headers.
 *
 * @throws Error where what a container promises is not there.
 */
export function picturesIn(file: Buffer): readonly Picture[] {
  if (isPng(file)) return [pngHeader(file)]
  if (file.toString('latin1', 0, 4) === 'icns') return icnsBlocks(file).map(pngHeader)
  if (file.readUInt32BE(0) === 0x00000100) return icoImages(file)
  throw new Error('no picture')
}

const isPng = (bytes: Buffer): boolean => bytes.toString('latin1', 1, 4) === 'PNG'

function pngHeader(png: Buffer): Picture {
  if (!isPng(png)) throw new Error('no PNG where one is promised')
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
}

function icnsBlocks(file: Buffer): readonly Buffer[] {
  if (file.readUInt32BE(4) !== file.length) throw new Error('an ICNS of another length')
  const blocks: Buffer[] = []
  for (let at = 8; at < file.length;) {
    const end = at + file.readUInt32BE(at + 4)
    blocks.push(file.subarray(at + 8, end))
    at = end
  }
  return blocks
}

function icoImages(file: Buffer): readonly Picture[] {
  return Array.from({ length: file.readUInt16LE(4) }, (_, i) => {
    const entry = file.subarray(6 + i * 16)
    const offset = entry.readUInt32LE(12)
    const data = file.subarray(offset, offset + entry.readUInt32LE(8))
    const picture = isPng(data) ? pngHeader(data) : bitmapHeader(data)
    if (picture.width % 256 !== entry[0]) throw new Error('an ICO with another size than it says')
    return picture
  })
}

/** Colours and mask count as one picture of twice the height. */
function bitmapHeader(data: Buffer): Picture {
  const [width, height] = [data.readInt32LE(4), data.readInt32LE(8) / 2]
  const mask = Math.ceil(width / 32) * 4 * height
  if (data.length !== 40 + width * height * 4 + mask) throw new Error('a bitmap cut short')
  return { width, height }
}
