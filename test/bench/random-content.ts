import { createHash, randomFillSync } from 'node:crypto'
import type { Body } from './connection.ts'

/** A blob ready to send: its digest is known before any clock starts. */
export interface Content {
  readonly digest: string
  readonly body: Body
}

const headerLength = 32
const pieceLength = 1024 * 1024
let pool: Buffer = Buffer.alloc(0)

/**
 * Incompressible content of so many bytes that no earlier call gave: fresh random bytes in front of
 * a pool that is made once.
 */
export function freshContent(length: number): Content {
  if (pool.length < length) pool = randomBuffer(length)
  const header = randomFillSync(Buffer.alloc(Math.min(headerLength, length)))
  const rest = pool.subarray(0, length - header.length)
  const digest = createHash('sha256').update(header).update(rest).digest('hex')
  return { digest: `sha256:${digest}`, body: { length, pieces: pieces(header, rest) } }
}

/** Content made of the given text. */
export function textContent(text: string): Content {
  const bytes = Buffer.from(text)
  const digest = createHash('sha256').update(bytes).digest('hex')
  return { digest: `sha256:${digest}`, body: { length: bytes.length, pieces: [bytes] } }
}

/** `randomFillSync` takes less than 2 GiB at a time, and a repeated block is random enough here. */
function randomBuffer(length: number): Buffer {
  const block = randomFillSync(Buffer.allocUnsafe(Math.min(length, 64 * pieceLength)))
  const buffer = Buffer.allocUnsafe(length)
  for (let offset = 0; offset < length; offset += block.length) block.copy(buffer, offset)
  return buffer
}

function pieces(header: Buffer, rest: Buffer): Iterable<Uint8Array> {
  const list: Uint8Array[] = [header]
  for (let offset = 0; offset < rest.length; offset += pieceLength) {
    list.push(rest.subarray(offset, offset + pieceLength))
  }
  return list
}
