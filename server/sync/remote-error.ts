import type { ClientRequest, IncomingMessage } from 'node:http'
import { RegistryError } from '../oci/errors.ts'

/** Something that another registry refused, or did not answer; the message says which one, and why. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError'
  /** Absent where there was no answer. */
  readonly status: number | undefined

  constructor(url: URL, why: string, options?: ErrorOptions & { readonly status?: number }) {
    super(`${url.host || 'the registry'}: ${why}`, options)
    this.status = options?.status
  }
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
  return new RemoteError(url, why, { status })
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
}

/** Why there was no answer. What the sender of the body threw stays what it is. */
export function explainFailure(url: URL, error: unknown): unknown {
  if (error instanceof RemoteError || error instanceof RegistryError) return error
  const { code = '' } = error as NodeJS.ErrnoException
  const isTls = /CERT|SIGNATURE|SELF_SIGNED|TLS/.test(code)
  const why = isTls
    ? `${tlsWords(error)}; NODE_EXTRA_CA_CERTS names further authorities`
    : WORDS[code]
  return why === undefined ? error : new RemoteError(url, why, { cause: error })
}

function tlsWords(error: unknown): string {
  return `its certificate is not trusted (${error instanceof Error ? error.message : String(error)})`
}
