import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'

/** Where an engine's HTTP API answers: a socket or named pipe, or a host with or without TLS. */
export type ApiAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls?: ApiTls }

export interface ApiTls {
  readonly ca?: Buffer
  readonly cert?: Buffer
  readonly key?: Buffer
  readonly rejectUnauthorized: boolean
}

export interface ApiCall {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** With its query. */
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

export interface ApiAnswer {
  readonly status: number
  /** No more than {@link MOST} characters of it, from its end. */
  readonly text: string
}

/** Characters of an answer: lists of containers are small, and of progress only its end counts. */
const MOST = 1024 * 1024

/** Asks the engine once. @throws what the system says, such as ENOENT where nobody listens */
export async function callApi(at: ApiAddress, call: ApiCall): Promise<ApiAnswer> {
  const response = await send(at, call)
  return { status: response.statusCode ?? 0, text: await textOf(response) }
}

/** @throws ApiError when the engine refuses, or what the system says */
export async function askApi<T>(at: ApiAddress, call: ApiCall): Promise<T> {
  const { status, text } = await callApi(at, call)
  if (status >= 400) throw new ApiError(status, messageIn(text))
  return (text.trim() === '' ? undefined : JSON.parse(text)) as T
}

/** The engine's own words for why it will not. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The connection itself, once the engine has turned it into a stream in both directions. */
export async function openApiStream(at: ApiAddress, call: ApiCall): Promise<Socket> {
  const headers = { ...call.headers, Connection: 'Upgrade', Upgrade: 'tcp' }
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const request = start(at, { ...call, headers })
  request.once('error', reject)
  request.once('upgrade', (_response: IncomingMessage, socket: Socket, head: Buffer) => {
    if (head.length > 0) socket.unshift(head)
    resolve(socket)
  })
  request.once('response', (response: IncomingMessage) => {
    textOf(response).then(
      (text) => reject(new ApiError(response.statusCode ?? 0, messageIn(text))),
      reject,
    )
  })
  request.end(bodyOf(call))
  return await promise
}

function send(at: ApiAddress, call: ApiCall): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const request = start(at, call)
  request.once('error', reject)
  request.once('response', resolve)
  request.end(bodyOf(call))
  return promise
}

function start(at: ApiAddress, { method = 'GET', path, body, headers, signal }: ApiCall) {
  const options: RequestOptions = {
    method,
    path,
    signal,
    agent: false,
    headers: {
      Host: 'engine',
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
  }
  if (at.kind === 'socket') return httpRequest({ ...options, socketPath: at.path })
  const place = { ...options, host: at.host, port: at.port }
  return at.tls ? httpsRequest({ ...place, ...at.tls }) : httpRequest(place)
}

function bodyOf({ body }: ApiCall): string | undefined {
  return body === undefined ? undefined : JSON.stringify(body)
}

async function textOf(response: Readable): Promise<string> {
  let text = ''
  response.setEncoding('utf8')
  for await (const chunk of response) text = `${text}${chunk}`.slice(-MOST)
  return text
}

function messageIn(text: string): string {
  try {
    return String((JSON.parse(text) as { message?: unknown }).message ?? text)
  } catch {
    return text.trim()
  }
}
