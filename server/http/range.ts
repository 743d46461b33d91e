import { RegistryError } from '../oci/errors.ts'
import type { ByteRange } from '../storage/driver.ts'

/** What a GET asks for: all, a part, or a part that is not there. */
export type Requested =
  | { readonly kind: 'all' }
  | { readonly kind: 'part'; readonly range: ByteRange }
  | { readonly kind: 'none' }

const ALL: Requested = { kind: 'all' }
const RANGE = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/
const CONTENT_RANGE = /^(\d{1,15})-(\d{1,15})$/

/**
 * RFC 9110 "Range": one range is served; several, other units and nonsense are ignored, as it allows.
 * @param size bytes of the whole
 */
export function requestedRange(header: string | undefined, size: number): Requested {
  const match = header === undefined ? undefined : RANGE.exec(header.trim())
  if (!match) return ALL
  const [, from, to, suffix] = match
  if (suffix !== undefined) {
    const length = Math.min(Number(suffix), size)
    return length === 0 ? { kind: 'none' } : part(size - length, size - 1)
  }
  const first = Number(from)
  const last = to ? Number(to) : size - 1
  if (to && last < first) return ALL
  return first >= size ? { kind: 'none' } : part(first, Math.min(last, size - 1))
}

const part = (first: number, last: number): Requested => ({ kind: 'part', range: { first, last } })

/**
 * The `Content-Range` of a chunk: `^[0-9]+-[0-9]+$`, both ends inclusive (distribution-spec "Pushing
 * a blob in chunks").
 * @throws RegistryError BLOB_UPLOAD_INVALID
 */
export function parseContentRange(header: string | undefined): ByteRange | undefined {
  if (header === undefined) return undefined
  const [, first, last] = CONTENT_RANGE.exec(header.trim()) ?? []
  if (first !== undefined && last !== undefined && Number(last) >= Number(first)) {
    return { first: Number(first), last: Number(last) }
  }
  throw new RegistryError('BLOB_UPLOAD_INVALID', 'Content-Range must be <first>-<last>, in bytes', {
    detail: { contentRange: header.slice(0, 100) },
  })
}

/** The `Range` of an upload of `length` bytes; docker rejects `0--1` for an empty one. */
export function uploadRange(length: number): string {
  return `0-${Math.max(0, length - 1)}`
}
