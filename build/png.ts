import { inflateSync } from 'node:zlib'

/** A picture as pixels: four bytes each, red, green, blue and alpha, row by row from the top. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly rgba: Buffer
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
const BYTES_A_PIXEL = 4

/**
 * Reads a PNG of the one kind that is drawn here: eight bits a channel with alpha, not interlaced
 * (https://www.w3.org/TR/png-3/).
 *
 * @throws Error for anything else.
 */
export function readPng(png: Buffer): Pixels {
  if (!png.subarray(0, SIGNATURE.length).equals(SIGNATURE)) throw new Error('not a PNG')
  const chunks = [...chunksOf(png)]
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  if (header?.subarray(8).toString('hex') !== '0806000000') throw new Error('another kind of PNG')
  const width = header.readUInt32BE(0)
  const height = header.readUInt32BE(4)
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)
  return { width, height, rgba: unfiltered(inflateSync(Buffer.concat(packed)), width, height) }
}

function* chunksOf(png: Buffer): Generator<{ readonly type: string; readonly data: Buffer }> {
  for (let at = SIGNATURE.length; at < png.length;) {
    const end = at + 8 + png.readUInt32BE(at)
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, end) }
    at = end + 4
  }
}

/** Undoes what each row says it was filtered with (section 9 of the specification). */
function unfiltered(rows: Buffer, width: number, height: number): Buffer {
  const length = width * BYTES_A_PIXEL
  const out = Buffer.alloc(length * height)
  for (let row = 0; row < height; row++) {
    const from = row * (length + 1)
    const add = FILTERS[rows[from] ?? -1]
    if (!add) throw new Error('a filter that there is not')
    for (let i = 0; i < length; i++) {
      const at = row * length + i
      const left = i < BYTES_A_PIXEL ? 0 : (out[at - BYTES_A_PIXEL] ?? 0)
      const up = row === 0 ? 0 : (out[at - length] ?? 0)
      const corner = row === 0 || i < BYTES_A_PIXEL ? 0 : (out[at - length - BYTES_A_PIXEL] ?? 0)
      out[at] = (rows[from + 1 + i] ?? 0) + add(left, up, corner)
    }
  }
  return out
}

/** What each kind of filter took away, from the pixels to the left, above, and above to the left. */
const FILTERS: readonly ((left: number, up: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => Math.floor((left + up) / 2),
  paeth,
]

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [toLeft, toUp, toCorner] = [left, up, corner].map((value) => Math.abs(guess - value))
  if (toLeft === undefined || toUp === undefined || toCorner === undefined) return 0
  if (toLeft <= toUp && toLeft <= toCorner) return left
  return toUp <= toCorner ? up : corner
}
