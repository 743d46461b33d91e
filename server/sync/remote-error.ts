import type { ClientRequest, IncomingMessage } from 'node:http'
import { RegistryError } from '../oci/errors.ts'

/** What kind of trouble it is, where something follows from that. */
export type RemoteTrouble =
  /** There was no answer. */
  | 'unreachable'
  /** Its certificate is not trusted. */
  | 'untrusted'
  | 'login-missing'
  | 'login-refused'
  /** It was taken before; whoever has the content can begin anew. */
  | 'login-expired'
  /** It wants one of a kind that is not known here. */
  | 'login-unknown'
  /** Whoever asks may not do that. */
  | 'denied'
  /** It wants to be asked later. */
  | 'busy'
  | 'not-a-registry'

/** Something that another registry refused, or did not answer; the message says which one, and why. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError'
  /** Absent where there was no answer. */
  readonly status: number | undefined
  readonly kind: RemoteTrouble | undefined
  /** Milliseconds after which it wants to be asked again. */
  readonly retryAfter: number | undefined

  constructor(url: URL, why: string, options?: RemoteErrorOptions) {
    super(`${url.host || 'the registry'}: ${why}`, options)
    this.status = options?.status
    this.kind = options?.kind
    this.retryAfter = options?.retryAfter
  }
}

interface RemoteErrorOptions extends ErrorOptions {
  readonly status?: number
  readonly kind?: RemoteTrouble | undefined
  readonly retryAfter?: number | undefined
}

/** One to a request of ours. */
export type Answer = IncomingMessage & { readonly req: ClientRequest }

/** Bytes that are read of the body of an error. */
const MOST = 64 * 1024

/** What the registry says in an answer that is no success: distribution-spec "Error codes". */
export async function remoteErrorFrom(url: URL, answer: Answer): Promise<RemoteError> {
  const status = answer.statusCode ?? 0
  const said = messageIn(await beginningOf(answer))
  // It does not want the rest.
  if (!answer.req.writableFinished) answer.req.destroy()
  const why = said ? `${said} (${status})` : `it answered ${status} to ${answer.req.method}`
  const retryAfter = delayIn(answer.headers['retry-after'])
  return new RemoteError(url, why, { status, kind: KINDS[status], retryAfter })
}

const KINDS: Readonly<Record<number, RemoteTrouble>> = {
  401: 'login-missing',
  403: 'denied',
  429: 'busy',
  503: 'busy',
}

/** Seconds, or a date: RFC 9110 §10.2.3. */
function delayIn(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined
  const delay = /^\d+$/.test(retryAfter.trim())
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - Date.now()
  return Number.isFinite(delay) ? Math.max(0, delay) : undefined
}

async function beginningOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of answer) {
      chunks.push(chunk as Buffer)
      length += (chunk as Buffer).length
      if (length > MOST) break
    }
  } catch {
    // The status alone has to do.
  }
  return Buffer.concat(chunks).toString('utf8', 0, MOST)
}

function messageIn(text: string): string | undefined {
  try {
    const { errors } = JSON.parse(text) as { errors?: readonly { message?: unknown }[] }
    const messages = errors?.map(({ message }) => message) ?? []
    return messages.filter((message) => typeof message === 'string').join('; ') || undefined
  } catch {
    return undefined
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  ETIMEDOUT: 'the connection cannot be made: no answer',
  EHOSTUNREACH: 'there is no way to this host',
  EPROTO: 'this is no https: try http',
  HPE_INVALID_CONSTANT: 'what answers there speaks no HTTP: try https',
}

/** Why there was no answer. What the sender of the body threw stays what it is. */
export function explainFailure(url: URL, error: unknown): unknown {
  if (error instanceof RemoteError || error instanceof RegistryError) return error
  const { code = '' } = error as NodeJS.ErrnoException
  const isTls = /CERT|SIGNATURE|SELF_SIGNED|TLS/.test(code)
  const why = isTls
    ? `${tlsWords(error)}; NODE_EXTRA_CA_CERTS names further authorities`
    : WORDS[code]
  const kind = isTls ? 'untrusted' : 'unreachable'
  return why === undefined ? error : new RemoteError(url, why, { cause: error, kind })
}

function tlsWords(error: unknown): string {
  return `its certificate is not trusted (${error instanceof Error ? error.message : String(error)})`
}
