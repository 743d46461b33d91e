/**
 * What can go wrong in the protocol, as the codes of OCI distribution-spec 1.1 "Error codes",
 * plus those of CNCF Distribution that clients know (`UNKNOWN`, `UNAVAILABLE`,
 * `PAGINATION_NUMBER_INVALID`, `RANGE_INVALID`). Which HTTP status a code becomes is decided in `http/errors.ts`.
 */
export type ErrorCode =
  | 'BLOB_RANGE_INVALID'
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DENIED'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_TOO_LARGE'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'NO_SPACE'
  | 'PAGINATION_NUMBER_INVALID'
  | 'RANGE_INVALID'
  | 'SIZE_INVALID'
  | 'TAG_INVALID'
  | 'TOOMANYREQUESTS'
  | 'UNAUTHORIZED'
  | 'UNAVAILABLE'
  | 'UNSUPPORTED'

/** A request that cannot be answered as asked; `detail` is shown to the client as JSON. */
export class RegistryError extends Error {
  readonly code: ErrorCode
  readonly detail: unknown

  constructor(code: ErrorCode, message: string, options?: { detail?: unknown; cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'RegistryError'
    this.code = code
    this.detail = options?.detail
  }
}
