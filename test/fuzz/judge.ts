import type { Outcome } from './exchange.ts'
import type { MalformedRequest } from './requests.ts'

const codes = new Set([
  'BLOB_UNKNOWN',
  'BLOB_UPLOAD_INVALID',
  'BLOB_UPLOAD_UNKNOWN',
  'DENIED',
  'DIGEST_INVALID',
  'MANIFEST_BLOB_UNKNOWN',
  'MANIFEST_INVALID',
  'MANIFEST_UNKNOWN',
  'MANIFEST_UNVERIFIED',
  'NAME_INVALID',
  'NAME_UNKNOWN',
  'PAGINATION_NUMBER_INVALID',
  'RANGE_INVALID',
  'SIZE_INVALID',
  'TAG_INVALID',
  'TOOMANYREQUESTS',
  'UNAUTHORIZED',
  'UNKNOWN',
  'UNSUPPORTED',
])

/** What is wrong with the outcome, with the request and the answer; nothing when all is well. */
export function faultOf(
  request: MalformedRequest,
  outcome: Outcome,
  secret: string,
): string | undefined {
  const fault = wrongIn(request, outcome, secret)
  if (fault === undefined) return undefined
  const sent = JSON.stringify(request.bytes.toString('latin1', 0, 600))
  const came = JSON.stringify(outcome).slice(0, 600)
  return `${fault}\n  sent ${sent}\n  came ${came}`
}

function wrongIn(request: MalformedRequest, outcome: Outcome, secret: string): string | undefined {
  if (outcome.kind === 'silent') return 'no answer and no end'
  if (outcome.kind === 'closed') return request.isHttp ? 'closed without an answer' : undefined
  const { status, head, body } = outcome
  if (body.includes(secret)) return 'the canary leaked'
  if (/\n\s+at .*\(?.*:\d+:\d+\)?/.test(body)) return 'a stack leaked'
  if (/^(set-cookie|<script)/im.test(head)) return 'a header was injected'
  if (!(status < 500)) return `answered ${status}`
  if (request.refused && status < 400) return `answered ${status} instead of refusing`
  const bare = request.method === 'HEAD' || !request.isHttp || status < 400
  if (bare || !request.target.startsWith('/v2/')) return undefined
  return isErrorDocument(body) ? undefined : 'the error is not the spec’s document'
}

function isErrorDocument(body: string): boolean {
  try {
    const { errors } = JSON.parse(body) as { errors?: { code?: string }[] }
    return (
      Array.isArray(errors) && errors.length > 0 && errors.every(({ code = '' }) => codes.has(code))
    )
  } catch {
    return false
  }
}
