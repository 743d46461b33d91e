import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Bytes of a key of AES-256. */
export const KEY_SIZE = 32

const NONCE_SIZE = 12
const TAG_SIZE = 16

/** What was encrypted with AES-256-GCM, in base64. */
export interface Box {
  /** Of 96 random bits: good for 2³² boxes under one key (NIST SP 800-38D, 8.3). */
  readonly nonce: string
  /** The encrypted bytes, and the tag behind them. */
  readonly text: string
}

/** @param bound what the box belongs to; it opens only with the same */
export function closeBox(key: Uint8Array, content: Uint8Array, bound: string): Box {
  const nonce = randomBytes(NONCE_SIZE)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound))
  const text = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()])
  return { nonce: nonce.toString('base64'), text: text.toString('base64') }
}

/** @returns `undefined` when it is another key, or not what was encrypted */
export function openBox(key: Uint8Array, box: Box, bound: string): Buffer | undefined {
  const nonce = Buffer.from(box.nonce, 'base64')
  const text = Buffer.from(box.text, 'base64')
  if (nonce.length !== NONCE_SIZE || text.length < TAG_SIZE) return undefined
  const options = { authTagLength: TAG_SIZE }
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, options)
  decipher.setAAD(Buffer.from(bound)).setAuthTag(text.subarray(-TAG_SIZE))
  try {
    return Buffer.concat([decipher.update(text.subarray(0, -TAG_SIZE)), decipher.final()])
  } catch {
    return undefined
  }
}
