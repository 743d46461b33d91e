import { hash, randomBytes } from 'node:crypto'

const BLOCK = 64
const DIGEST = 32

/**
 * A function that computes HMAC-SHA256 (RFC 2104) of a text under a key, as 32 characters of one
 * byte each. It gives the same as `crypto.createHmac`, but ten times as fast: that one sets up a
 * stream for every call, and this runs once for every request.
 *
 * @param key 64 bytes below 0x80, so that key and text can be joined as strings.
 */
export function keyedDigest(key: Uint8Array): (text: string) => string {
  const inner = Buffer.from(key.map((byte) => byte ^ 0x36)).toString('latin1')
  const outer = Buffer.alloc(BLOCK + DIGEST)
  outer.set(key.map((byte) => byte ^ 0x5c))
  return (text) => {
    outer.write(hash('sha256', inner + text, 'binary'), BLOCK, 'latin1')
    return hash('sha256', outer, 'binary')
  }
}

/** A new random key of 448 bits. */
export function randomKey(): Uint8Array {
  return new Uint8Array(randomBytes(BLOCK)).map((byte) => byte & 0x7f)
}
