import { RegistryError, type ErrorCode } from '../oci/errors.ts'
import { StorageFull, StorageUnavailable } from '../storage/driver.ts'
import { WrongInput } from './check.ts'
import type { ControlErrorCode, ControlFailure } from './contract.ts'
import { ControlError } from './control-error.ts'

/** What the protocol's errors are to somebody at the console. */
const CODES: Readonly<Record<ErrorCode, ControlErrorCode>> = {
  BLOB_RANGE_INVALID: 'INVALID_INPUT',
  BLOB_UNKNOWN: 'NOT_FOUND',
  BLOB_UPLOAD_INVALID: 'INVALID_INPUT',
  BLOB_UPLOAD_UNKNOWN: 'NOT_FOUND',
  DENIED: 'FORBIDDEN',
  DIGEST_INVALID: 'INVALID_INPUT',
  MANIFEST_BLOB_UNKNOWN: 'CONFLICT',
  MANIFEST_INVALID: 'INVALID_INPUT',
  MANIFEST_TOO_LARGE: 'INVALID_INPUT',
  MANIFEST_UNKNOWN: 'NOT_FOUND',
  NAME_INVALID: 'INVALID_INPUT',
  NAME_UNKNOWN: 'NOT_FOUND',
  NO_SPACE: 'UNAVAILABLE',
  PAGINATION_NUMBER_INVALID: 'INVALID_INPUT',
  RANGE_INVALID: 'INVALID_INPUT',
  SIZE_INVALID: 'INVALID_INPUT',
  TAG_INVALID: 'INVALID_INPUT',
  TOOMANYREQUESTS: 'UNAVAILABLE',
  UNAUTHORIZED: 'UNAUTHENTICATED',
  UNAVAILABLE: 'UNAVAILABLE',
  UNSUPPORTED: 'FORBIDDEN',
}

/** What the person is told; undefined for a fault of ours. */
export function failureOf(error: unknown): ControlFailure | undefined {
  if (error instanceof ControlError) return failure(error.code, error.message, error.field)
  if (error instanceof WrongInput) return failure('INVALID_INPUT', error.message, error.field)
  if (error instanceof RegistryError) return failure(CODES[error.code], error.message)
  if (error instanceof StorageUnavailable) return failure('UNAVAILABLE', error.message)
  if (error instanceof StorageFull) {
    return failure('UNAVAILABLE', 'no space left where the registry stores its images')
  }
  return undefined
}

export const INTERNAL: ControlFailure = {
  code: 'INTERNAL',
  message: 'the registry failed; its log says why',
}

function failure(code: ControlErrorCode, message: string, field?: string): ControlFailure {
  return field === undefined || field === '' ? { code, message } : { code, message, field }
}
