import { RestError } from '@azure/storage-blob'

/** The service's own name of a failure (`BlobNotFound`), also where only a header tells it. */
export function serviceCode(error: unknown): string | undefined {
  if (!(error instanceof RestError)) return undefined
  const details = error.details as { errorCode?: unknown } | undefined
  return typeof details?.errorCode === 'string' ? details.errorCode : error.code
}

const ABSENT: ReadonlySet<string> = new Set(['BlobNotFound', 'CannotVerifyCopySource'])

/** Whether a failure says that there is no such blob. */
export function isAbsent(error: unknown): boolean {
  if (!(error instanceof RestError) || error.statusCode !== 404) return false
  return ABSENT.has(serviceCode(error) ?? '')
}

const CONFLICT: ReadonlySet<string> = new Set([
  'AppendPositionConditionNotMet',
  'BlobAlreadyExists',
  'BlobNotFound',
  'ConditionNotMet',
  'InvalidBlockList',
  'SourceConditionNotMet',
  'TargetConditionNotMet',
])

/** Whether a failure says that the blob is not, or no longer, as the writer thought. */
export function isConflict(error: unknown): boolean {
  return CONFLICT.has(serviceCode(error) ?? '')
}

/** Whether the blob is of another kind: CNCF Distribution writes append blobs. */
export function isOtherKind(error: unknown): boolean {
  return serviceCode(error) === 'InvalidBlobType'
}

/** Whether a range lies behind the end of the blob. */
export function isBehindEnd(error: unknown): boolean {
  return serviceCode(error) === 'InvalidRange'
}

/** The answers that a driver's own work is made of; all others say that storage cannot be used. */
export function isAnswer(error: unknown): boolean {
  return isAbsent(error) || isConflict(error) || isOtherKind(error) || isBehindEnd(error)
}
