import { request as plainRequest } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { buffer } from 'node:stream/consumers'
import type { Credentials } from './htpasswd.ts'

/** What {@link send} sends besides the address. */
export interface RequestOptions {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** Sent as HTTP Basic. */
  readonly login?: Credentials
  /** The PEM certificate to trust. */
  readonly ca?: string
}

/** A whole answer. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** The connection broke when the head of the answer was there already, and not all of its body. */
export class BodyBrokenOff extends Error {}

/**
 * One HTTP request, no redirect followed, nothing interpreted.
 *
 * @throws BodyBrokenOff
 */
export async function send(url: string | URL, options: RequestOptions = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body, login, ca } = options
  const start = new URL(url).protocol === 'https:' ? tlsRequest : plainRequest
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const settings = { method, headers, ...(login && { auth: basic(login) }), ...(ca && { ca }) }
    const outgoing = start(url, { ...settings, agent: false }, resolve)
    outgoing.once('error', reject)
    outgoing.end(body)
  })
  const received = await buffer(response).catch((error: unknown) => {
    throw new BodyBrokenOff(`${method} ${url}: ${String(error)}`, { cause: error })
  })
  return { status: response.statusCode ?? 0, headers: response.headers, body: received }
}

function basic({ username, password }: Credentials): string {
  return `${username}:${password}`
}
