import { createHash } from 'node:crypto'
import { type Random, seededRandom } from './random.ts'

/** Bytes and what the registry calls them. */
export interface Content {
  readonly digest: string
  readonly bytes: Buffer
}

const largest = 8 * 2 ** 20
const stampLength = 16
const pool = noise(largest)

/** Bytes that no other call gave, of a size between 1 KiB and 8 MiB, mostly small. */
export function layerContent(random: Random): Content {
  const [low, high] = random.chance(0.9) ? [10, 16] : [16, 23]
  return sizedContent(random, Math.floor(2 ** (low + random.fraction() * (high - low))))
}

/** Bytes that no other call gave, of the given length. */
export function sizedContent(random: Random, length: number): Content {
  const bytes = Buffer.from(pool.subarray(0, length))
  for (let at = 0; at < stampLength; at++) bytes[at] = random.between(0, 255)
  return contentOf(bytes)
}

/** The content that these bytes are. */
export function contentOf(bytes: Buffer): Content {
  return { digest: digestOf(bytes), bytes }
}

/** The sha256 digest, with its algorithm. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

function noise(length: number): Buffer {
  const random = seededRandom(1)
  const words = new Uint32Array(length / 4)
  for (let at = 0; at < words.length; at++) words[at] = random.fraction() * 2 ** 32
  return Buffer.from(words.buffer)
}
