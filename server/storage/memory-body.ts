import type { Body } from './driver.ts'
import { sendPieces } from './send-pieces.ts'

/** Bytes sent a piece at a time, so that a slow reader is not handed all of them at once. */
const PIECE = 1024 * 1024

/** Bytes that are there already. */
export function memoryBody(bytes: Buffer): Body {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
  }
  return {
    [Symbol.asyncIterator]: pieces,
    close: async () => {},
    sendTo: (out) => sendPieces(pieces(), out),
  }
}
