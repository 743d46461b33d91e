import { randomBytes, scrypt } from 'node:crypto'
import { closeBox, KEY_SIZE, openBox } from './box.ts'
import type { Box } from './box.ts'

/** What scrypt (RFC 7914) costs: `128 * N * r` bytes of memory, passed over `p` times. */
export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** 128 MiB, some tenths of a second: what OWASP's password storage cheat sheet asks for. */
export const DEFAULT_COST: ScryptCost = { N: 2 ** 17, r: 8, p: 1 }

/** A random key, encrypted with what scrypt makes of a passphrase. */
export interface WrappedKey extends ScryptCost {
  /** Base64. */
  readonly salt: string
  readonly box: Box
}

const SALT_SIZE = 16
const MOST_MEMORY = 2 ** 30

/** A new random key, wrapped with the passphrase. */
export async function newKey(
  passphrase: string,
  { N, r, p }: ScryptCost,
): Promise<{ readonly key: Buffer; readonly wrapped: WrappedKey }> {
  const key = randomBytes(KEY_SIZE)
  const head = { N, r, p, salt: randomBytes(SALT_SIZE).toString('base64') }
  const box = closeBox(await derived(passphrase, head), key, boundTo(head))
  return { key, wrapped: { ...head, box } }
}

/** @returns `undefined` when the passphrase is not the one it was wrapped with */
export async function unwrapKey(
  wrapped: WrappedKey,
  passphrase: string,
): Promise<Buffer | undefined> {
  return openBox(await derived(passphrase, wrapped), wrapped.box, boundTo(wrapped))
}

/** Whether the cost is one that this version would pay; a file must not make it use all memory. */
export function isPayable({ N, r, p }: ScryptCost): boolean {
  const isPower = Number.isInteger(Math.log2(N))
  return isPower && N > 1 && r >= 1 && p >= 1 && p <= 16 && 128 * N * r <= MOST_MEMORY
}

type Head = ScryptCost & { readonly salt: string }

function boundTo({ N, r, p, salt }: Head): string {
  return `berth key ${N} ${r} ${p} ${salt}`
}

function derived(passphrase: string, { N, r, p, salt }: Head): Promise<Buffer> {
  // The same letters typed on another system may come as other code points.
  const text = passphrase.normalize('NFKC')
  const options = { N, r, p, maxmem: 128 * N * r + 128 * r * p + 2 ** 20 }
  return new Promise((resolve, reject) =>
    scrypt(text, Buffer.from(salt, 'base64'), KEY_SIZE, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}
