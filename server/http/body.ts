import type { IncomingMessage, ServerResponse } from 'node:http'
import { giveBack } from '../give-back.ts'
import type { UploadBody } from '../registry/uploads.ts'

/** What is read of a request that was answered before its end, so that the client gets to see the answer. */
const LEFTOVER = 8 * 1024 * 1024
const LEFTOVER_TIME = 10_000

/** Whether the request brings bytes: RFC 9112 "Message Body". */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** Length in bytes, where the client tells. */
export function contentLength({ headers }: IncomingMessage): number | undefined {
  const text = headers['content-length']
  return text === undefined ? undefined : Number(text)
}

/** Bytes of a body that have come in. */
export interface Received {
  bytes: number
}

/**
 * The body as it comes in, once; counted in `received`. Leaving it early keeps the connection, so that the answer can say why.
 */
export function uploadBody(
  request: IncomingMessage,
  response: ServerResponse,
  received: Received,
): UploadBody {
  return {
    [Symbol.asyncIterator]() {
      acceptBody(request, response)
      return lend(request.iterator({ destroyOnReturn: false }), received)
    },
    abandon: () => void request.destroy(),
  }
}

/** The body of a small request; undefined when it is longer than `limit` bytes. */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
): Promise<Buffer | undefined> {
  if ((contentLength(request) ?? 0) > limit) return undefined
  const chunks: Buffer[] = []
  let length = 0
  acceptBody(request, response)
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += chunk.length
    if (length > limit) return undefined
    chunks.push(chunk as Buffer)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length)
}

/** Hands chunks out one at a time, and gives the memory of each back when the next is asked for. */
function lend(chunks: AsyncIterator<Buffer>, received: Received): AsyncIterator<Buffer> {
  let lent: Buffer | undefined
  const keep = (result: IteratorResult<Buffer>): IteratorResult<Buffer> => {
    lent = result.done ? undefined : result.value
    received.bytes += lent?.length ?? 0
    return result
  }
  return {
    next() {
      giveBack(lent)
      return chunks.next().then(keep)
    },
    return: () => chunks.return?.() ?? Promise.resolve({ done: true, value: undefined }),
  }
}

/** Lets a client that asked first (`Expect: 100-continue`, RFC 9110) send its bytes. */
function acceptBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect !== undefined && !response.headersSent) response.writeContinue()
}

/**
 * Called before an answer that does not wait for the whole request: takes a bounded rest of it, so
 * that a client that writes before it reads gets to the answer, and ends the connection when there is
 * more. Node must not close right after the answer: a system that gets bytes for a closed connection
 * resets it, and the answer is lost. (A client that was not invited to send has nothing under way;
 * there Node closes all the same.)
 */
export function discardRest(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete || !hasBody(request)) return
  if (!response.shouldKeepAlive) closeWhenBothEnd(request, response)
  let left = LEFTOVER
  const stop = (): void => void request.destroy()
  const timer = setTimeout(stop, LEFTOVER_TIME)
  timer.unref()
  request.once('close', () => clearTimeout(timer))
  request.on('error', () => {})
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) stop()
  })
}

/** What Node does for `Connection: close`, only not before all has been read. */
function closeWhenBothEnd(request: IncomingMessage, response: ServerResponse): void {
  response.shouldKeepAlive = true
  const close = (): void => {
    if (request.complete && response.writableFinished) request.socket.end()
  }
  request.once('end', close)
  response.once('finish', close)
}
