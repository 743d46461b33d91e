import { RegistryError, type ErrorCode } from '../oci/errors.ts'
import { OffsetConflict, StorageFull, StorageUnavailable } from '../storage/driver.ts'

/** How a failure leaves the server: distribution-spec "Error codes". */
export interface ErrorAnswer {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly detail?: unknown
}

/**
 * The status of each code, and the code on the wire where the spec has no own word for it. A full
 * disk is HTTP's 507 Insufficient Storage (RFC 4918).
 */
const ANSWERS: Readonly<Record<ErrorCode, readonly [status: number, wireCode?: string]>> = {
  BLOB_RANGE_INVALID: [416, 'SIZE_INVALID'],
  BLOB_UNKNOWN: [404],
  BLOB_UPLOAD_INVALID: [400],
  BLOB_UPLOAD_UNKNOWN: [404],
  DENIED: [403],
  DIGEST_INVALID: [400],
  MANIFEST_BLOB_UNKNOWN: [400],
  MANIFEST_INVALID: [400],
  MANIFEST_TOO_LARGE: [413, 'SIZE_INVALID'],
  MANIFEST_UNKNOWN: [404],
  NAME_INVALID: [400],
  NAME_UNKNOWN: [404],
  NO_SPACE: [507, 'UNKNOWN'],
  PAGINATION_NUMBER_INVALID: [400],
  RANGE_INVALID: [416, 'BLOB_UPLOAD_INVALID'],
  SIZE_INVALID: [400],
  TAG_INVALID: [400, 'MANIFEST_INVALID'],
  TOOMANYREQUESTS: [429],
  UNAUTHORIZED: [401],
  UNAVAILABLE: [503],
  UNSUPPORTED: [405],
}

/** What to tell the client; undefined for a fault of ours, of which it learns nothing but that. */
export function answerFor(error: unknown): ErrorAnswer | undefined {
  const known = asRegistryError(error)
  if (!known) return undefined
  const [status, code = known.code] = ANSWERS[known.code]
  return { status, code, message: known.message, ...withDetail(known.detail) }
}

export const INTERNAL_ERROR: ErrorAnswer = {
  status: 500,
  code: 'UNKNOWN',
  message: 'the registry failed; its log says why',
}

/** All that a client needs to know of it; the log says more. */
export const STORAGE_AWAY = 'the registry cannot use its storage for the moment: try again'

/** The JSON body of an error. */
export function errorBody({ code, message, detail }: ErrorAnswer): string {
  return `${JSON.stringify({ errors: [{ code, message, ...withDetail(detail) }] })}\n`
}

function asRegistryError(error: unknown): RegistryError | undefined {
  if (error instanceof RegistryError) return error
  if (error instanceof OffsetConflict) {
    const detail = { size: error.size }
    return new RegistryError('RANGE_INVALID', 'the chunk does not start where the upload ends', {
      detail,
    })
  }
  if (error instanceof StorageFull) {
    return new RegistryError('NO_SPACE', 'no space left where the registry stores its images')
  }
  if (error instanceof StorageUnavailable) {
    return new RegistryError('UNAVAILABLE', STORAGE_AWAY)
  }
  return undefined
}

const withDetail = (detail: unknown): { detail?: unknown } =>
  detail === undefined ? {} : { detail }
