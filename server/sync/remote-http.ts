import { Agent, request as plainRequest, type ClientRequest } from 'node:http'
import { Agent as TlsAgent, request as tlsRequest } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Content } from './content.ts'
import { explainFailure, RemoteError, remoteErrorFrom, type Answer } from './remote-error.ts'
import type { Scope } from './scope.ts'

/** Sent as it comes; `size` bytes. */
export interface Body {
  readonly content: Content
  readonly size: number
  /** The same once more, where it is at hand. */
  readonly again?: () => Content
}

/** A request to a registry. */
export interface RemoteRequest {
  readonly method: string
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Body
  readonly signal?: AbortSignal | undefined
  /** Milliseconds until there has to be an answer. */
  readonly patience?: number
}

/** A request to a registry that knows who asks; a path is one below its address. */
export type AskRemote = (
  request: Omit<RemoteRequest, 'url'> & {
    readonly path: string | URL
    /** What a token has to be for, where it is not what the method needs. */
    readonly scope?: Scope
  },
) => Promise<Answer>

/** Requests to one registry, on connections that are kept. */
export interface RemoteHttp {
  /** The head of the answer; its body has to be read, or dropped. @throws RemoteError when there is none */
  send(request: RemoteRequest): Promise<Answer>
  close(): void
}

/** Silence after which a request is given up, in milliseconds. */
const IDLE = 5 * 60_000
const CONNECTIONS = 16

/** @param socketPath of a registry that listens there */
export function createRemoteHttp(socketPath?: string): RemoteHttp {
  const settings = { keepAlive: true, maxSockets: CONNECTIONS }
  const agents = { 'http:': new Agent(settings), 'https:': new TlsAgent(settings) }

  function start({ method, url, headers = {}, body, signal }: RemoteRequest) {
    const isTls = url.protocol === 'https:'
    const length = body && { 'Content-Length': String(body.size) }
    return (isTls ? tlsRequest : plainRequest)(url, {
      method,
      headers: { ...headers, ...length },
      agent: isTls ? agents['https:'] : agents['http:'],
      ...(socketPath !== undefined && { socketPath }),
      ...(signal && { signal }),
    })
  }

  return {
    async send(wanted) {
      const request = start(wanted)
      request.setTimeout(IDLE, () => {
        request.destroy(
          new RemoteError(wanted.url, `no answer for ${IDLE / 60_000} minutes`, {
            kind: 'unreachable',
          }),
        )
      })
      const answered = new Promise<Answer>((resolve, reject) => {
        request.once('response', (response) => resolve(response as Answer))
        request.on('error', reject)
      })
      const stop = limit(request, wanted)
      // A registry may answer before it has all.
      const sent = sendBody(request, wanted.body)
      try {
        return await answered
      } catch (error) {
        wanted.signal?.throwIfAborted()
        throw explainFailure(wanted.url, (await sent) ?? error)
      } finally {
        stop()
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

/** Also while it connects, which the time of silence does not cover. */
function limit(request: ClientRequest, { url, patience }: RemoteRequest): () => void {
  if (patience === undefined) return () => {}
  const why = `no answer within ${patience / 1000} seconds`
  const end = (): void => void request.destroy(new RemoteError(url, why, { kind: 'unreachable' }))
  const timer = setTimeout(end, patience)
  return () => clearTimeout(timer)
}

/** @returns what was wrong with the content itself, if it was that */
async function sendBody(request: ClientRequest, body: RemoteRequest['body']): Promise<unknown> {
  if (!body) return void request.end()
  let failure: unknown
  async function* content(): Content {
    try {
      if (body) yield* body.content
    } catch (error) {
      failure = error
      throw error
    }
  }
  await pipeline(Readable.from(content()), request).catch(() => {})
  return failure
}

/** Drops the body of an answer. */
export function drop(answer: Answer): void {
  answer.resume()
}

/** @throws RemoteError with what the registry says, when its answer has none of these statuses */
export async function expectStatus(
  url: URL,
  answer: Answer,
  ...statuses: readonly number[]
): Promise<void> {
  if (!statuses.includes(answer.statusCode ?? 0)) throw await remoteErrorFrom(url, answer)
}
