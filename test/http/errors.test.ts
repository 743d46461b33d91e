import { expect, test } from 'vitest'
import { answerFor, errorBody, INTERNAL_ERROR } from '../../server/http/errors.ts'
import { RegistryError, type ErrorCode } from '../../server/oci/errors.ts'
import { OffsetConflict, StorageFull } from '../../server/storage/driver.ts'

/** Every code, how it is answered, and the code that clients see. */
const ANSWERS: Readonly<Record<ErrorCode, readonly [status: number, code?: string]>> = {
  BLOB_UNKNOWN: [404],
  BLOB_RANGE_INVALID: [416, 'SIZE_INVALID'],
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

test.each(Object.entries(ANSWERS))('%s is %j', (name, [status, code = name]) => {
  const error = new RegistryError(name as ErrorCode, 'what is wrong', { detail: { at: 1 } })
  const answer = answerFor(error)
  expect(answer).toEqual({ status, code, message: 'what is wrong', detail: { at: 1 } })
  expect(JSON.parse(errorBody(answer ?? INTERNAL_ERROR))).toEqual({
    errors: [{ code, message: 'what is wrong', detail: { at: 1 } }],
  })
})

test('without a detail there is none', () => {
  const answer = answerFor(new RegistryError('DENIED', 'no'))
  expect(JSON.parse(errorBody(answer ?? INTERNAL_ERROR))).toEqual({
    errors: [{ code: 'DENIED', message: 'no' }],
  })
})

test.each([
  [new OffsetConflict('some/path', 3, 7), 416],
  [new StorageFull('some/path', new Error('ENOSPC')), 507],
])('what storage says reaches the client without its paths: %s', (error, status) => {
  const answer = answerFor(error)
  expect(answer?.status).toBe(status)
  expect(JSON.stringify(answer)).not.toContain('some/path')
})

test.each([new Error('secret'), new TypeError('secret'), 'secret', undefined])(
  'of %s the client learns nothing',
  (error) => {
    expect(answerFor(error)).toBeUndefined()
    expect(INTERNAL_ERROR).toMatchObject({ status: 500, code: 'UNKNOWN' })
  },
)
