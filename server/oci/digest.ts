import { createHash, type Hash } from 'node:crypto'
import { RegistryError } from './errors.ts'

/** `algorithm:hex`, checked: image-spec `descriptor.md`, "Digests". */
export type Digest = string & { readonly brand: 'digest' }

/** The registered algorithms that this registry can verify. */
export type Algorithm = 'sha256' | 'sha512'
export const ALGORITHMS: readonly Algorithm[] = ['sha256', 'sha512']

/** The algorithm that names blobs in storage. */
export const CANONICAL: Algorithm = 'sha256'

const HEX_LENGTH: Readonly<Record<Algorithm, number>> = { sha256: 64, sha512: 128 }
const VERIFIABLE = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/
const GRAMMAR = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/

/** The digest in `text`, or undefined when it is not one that can be verified. */
export function asDigest(text: string): Digest | undefined {
  return VERIFIABLE.test(text) ? (text as Digest) : undefined
}

/** @throws RegistryError DIGEST_INVALID, saying what is wrong with `text`. */
export function parseDigest(text: string): Digest {
  const digest = asDigest(text)
  if (digest) return digest
  throw new RegistryError('DIGEST_INVALID', complaint(text), { detail: { digest: clip(text) } })
}

/** Whether `text` follows the grammar, whatever its algorithm. */
export function isDigestShaped(text: string): boolean {
  return text.length <= 512 && GRAMMAR.test(text)
}

export function algorithmOf(digest: Digest): Algorithm {
  return digest.startsWith('sha512:') ? 'sha512' : 'sha256'
}

export function hexOf(digest: Digest): string {
  return digest.slice(digest.indexOf(':') + 1)
}

export function digestOf(bytes: Uint8Array, algorithm: Algorithm = CANONICAL): Digest {
  return finish(createHash(algorithm).update(bytes), algorithm)
}

/** Ends `hash`; it cannot be updated afterwards. */
export function finish(hash: Hash, algorithm: Algorithm = CANONICAL): Digest {
  return `${algorithm}:${hash.digest('hex')}` as Digest
}

function complaint(text: string): string {
  const algorithm = text.split(':', 1)[0] ?? ''
  if (Object.hasOwn(HEX_LENGTH, algorithm)) {
    const length = HEX_LENGTH[algorithm as Algorithm]
    return `a ${algorithm} digest is "${algorithm}:" and ${length} lower-case hex digits`
  }
  if (isDigestShaped(text)) return 'the digest algorithm is not supported: use sha256 or sha512'
  return 'a digest is an algorithm, a colon and its hex digits, for example sha256:…'
}

function clip(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
