import { once } from 'node:events'
import { type Socket, connect } from 'node:net'

/** What came back; the body is counted, not kept. */
export interface Answer {
  readonly status: number
  /** Header names in lower case. */
  readonly headers: ReadonlyMap<string, string>
}

/** A body whose length is known; the pieces go out one after another as the socket takes them. */
export interface Body {
  readonly length: number
  readonly pieces: Iterable<Uint8Array>
}

/** One keep-alive connection for one request at a time. */
export interface Connection {
  /** The head is ready to send, from `requestHead`. HEAD requests say so, since no body follows. */
  send(head: Buffer, body?: Body, isHead?: boolean): Promise<Answer>
  close(): void
}

const blank = Buffer.from('\r\n\r\n')

/** The bytes of a request's head. Made once, it can be sent any number of times. */
export function requestHead(
  method: string,
  path: string,
  headers: Readonly<Record<string, string | number>> = {},
): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${lines.join('')}\r\n`)
}

/**
 * Opens a connection. It works on the bare socket and reads into one buffer, so that the load
 * generator takes as little as possible of the processor it shares with the server.
 */
export async function openConnection(port: number): Promise<Connection> {
  const reader = answerReader()
  const socket = connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: {
      buffer: Buffer.allocUnsafe(512 * 1024),
      callback: (size, buffer) => {
        reader.take(Buffer.from(buffer.buffer, buffer.byteOffset, size))
        return true
      },
    },
  })
  socket.on('error', (error) => reader.fail(error))
  socket.on('close', () => reader.fail(new Error('the registry closed the connection')))
  await once(socket, 'connect')
  return {
    send: (head, body, isHead = false) => exchange(socket, reader, head, body, isHead),
    close: () => socket.destroy(),
  }
}

async function exchange(
  socket: Socket,
  reader: AnswerReader,
  head: Buffer,
  body: Body | undefined,
  isHead: boolean,
): Promise<Answer> {
  const answer = reader.next(isHead)
  if (!body) {
    socket.write(head)
    return answer
  }
  const sent = sendBody(socket, head, body)
  await Promise.race([sent, answer])
  return answer
}

async function sendBody(socket: Socket, head: Buffer, body: Body): Promise<void> {
  socket.cork()
  socket.write(head)
  process.nextTick(() => socket.uncork())
  for (const piece of body.pieces) {
    if (!socket.write(piece)) await once(socket, 'drain')
  }
}

interface AnswerReader {
  next(isHead: boolean): Promise<Answer>
  take(bytes: Buffer): void
  fail(error: Error): void
}

/** Parses answers that carry Content-Length or no body; the bench asks for nothing else. */
function answerReader(): AnswerReader {
  let waiting: PromiseWithResolvers<Answer> | undefined
  let failure: Error | undefined
  let head = Buffer.alloc(0)
  let parsed: Answer | undefined
  let remaining = 0
  let bodiless = false

  const takeHead = (bytes: Buffer): number => {
    const all = head.length === 0 ? bytes : Buffer.concat([head, bytes])
    const end = all.indexOf(blank)
    if (end < 0) {
      head = Buffer.from(all)
      return bytes.length
    }
    const used = end + blank.length - head.length
    head = Buffer.alloc(0)
    parsed = parseHead(all.toString('latin1', 0, end))
    remaining = bodiless ? 0 : bodyLength(parsed)
    return used
  }

  const take = (bytes: Buffer): void => {
    let rest = bytes
    if (!parsed) rest = rest.subarray(takeHead(rest))
    if (!parsed) return
    remaining -= rest.length
    if (remaining > 0) return
    const answer = parsed
    parsed = undefined
    waiting?.resolve(answer)
  }

  return {
    take,
    next: (isHead) => {
      if (failure) return Promise.reject(failure)
      bodiless = isHead
      waiting = Promise.withResolvers<Answer>()
      return waiting.promise
    },
    fail: (error) => {
      failure = error
      waiting?.reject(error)
    },
  }
}

function parseHead(text: string): Answer {
  const [first = '', ...lines] = text.split('\r\n')
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
  })
  return { status: Number(first.slice(9, 12)), headers: new Map(headers) }
}

function bodyLength({ status, headers }: Answer): number {
  const length = headers.get('content-length')
  if (length !== undefined) return Number(length)
  if (status === 204 || status === 304) return 0
  throw new Error(`answer ${status} without Content-Length`)
}
