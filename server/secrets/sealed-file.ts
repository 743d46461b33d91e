import { hash } from 'node:crypto'
import { closeBox, openBox } from './box.ts'
import type { Box } from './box.ts'
import { isPayable } from './wrapped-key.ts'
import type { WrappedKey } from './wrapped-key.ts'

/**
 * The file of secrets, as it is stored:
 *
 *     {
 *       "berthSecrets": 1,
 *       "key":     { "N": …, "r": …, "p": …, "salt": …, "box": { "nonce": …, "text": … } },
 *       "secrets": { "nonce": …, "text": … },          names and values, encrypted with that key
 *       "sha256":  …                                   of what stands above
 *     }
 *
 * The checksum tells a damaged file from a wrong passphrase, which both fail to open the key's box.
 */
export interface SealedFile {
  readonly key: WrappedKey
  readonly secrets: Box
}

/** By name. */
export type Contents = ReadonlyMap<string, string>

const VERSION = 1

/** Encrypts all secrets; the key is the one in `wrapped`. */
export function seal(key: Uint8Array, wrapped: WrappedKey, contents: Contents): SealedFile {
  const bytes = Buffer.from(JSON.stringify([...contents]))
  return { key: wrapped, secrets: closeBox(key, bytes, boundTo(wrapped)) }
}

/** @returns `undefined` when it was not encrypted with this key, or was changed since */
export function unseal(
  key: Uint8Array,
  { key: wrapped, secrets }: SealedFile,
): Contents | undefined {
  const bytes = openBox(key, secrets, boundTo(wrapped))
  return bytes && new Map(JSON.parse(bytes.toString()) as [string, string][])
}

/** The bytes of the file. */
export function formatSealed(file: SealedFile): Buffer {
  const content = inOrder(file)
  return Buffer.from(`${JSON.stringify({ ...content, sha256: checksum(content) }, null, 2)}\n`)
}

/** What the bytes hold; `too new` when a later version of Berth wrote them. */
export function parseSealed(bytes: Uint8Array): SealedFile | 'damaged' | 'too new' {
  const found = parsed(bytes)
  if (typeof found.berthSecrets === 'number' && found.berthSecrets > VERSION) return 'too new'
  if (!isSealed(found)) return 'damaged'
  const content = inOrder(found)
  if (found.sha256 !== checksum(content)) return 'damaged'
  return isPayable(content.key) ? content : 'too new'
}

/** What JSON holds, with nothing known about any of it. */
type Unknown<T> = { readonly [K in keyof T]?: unknown }

type Stored = SealedFile & { readonly berthSecrets: number; readonly sha256: string }

function parsed(bytes: Uint8Array): Unknown<Stored> {
  try {
    const found: unknown = JSON.parse(Buffer.from(bytes).toString())
    return isObject(found) ? found : {}
  } catch {
    return {}
  }
}

function isSealed(found: Unknown<Stored>): found is Stored {
  const { key, secrets } = found
  if (!isObject(key) || !isBox(secrets)) return false
  const { N, r, p, salt, box } = key as Unknown<WrappedKey>
  return [N, r, p].every(Number.isInteger) && typeof salt === 'string' && isBox(box)
}

function isBox(found: unknown): found is Box {
  if (!isObject(found)) return false
  const { nonce, text } = found as Unknown<Box>
  return typeof nonce === 'string' && typeof text === 'string'
}

function isObject(found: unknown): found is object {
  return typeof found === 'object' && found !== null
}

function inOrder({ key, secrets }: SealedFile): SealedFile & { readonly berthSecrets: number } {
  const { N, r, p, salt } = key
  return {
    berthSecrets: VERSION,
    key: { N, r, p, salt, box: boxInOrder(key.box) },
    secrets: boxInOrder(secrets),
  }
}

function boxInOrder({ nonce, text }: Box): Box {
  return { nonce, text }
}

function checksum(content: object): string {
  return hash('sha256', JSON.stringify(content))
}

function boundTo({ salt, box }: WrappedKey): string {
  return `berth secrets ${salt} ${box.nonce} ${box.text}`
}
