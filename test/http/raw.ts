import { connect, type Socket } from 'node:net'

/** A connection that a test writes to byte by byte. */
export interface RawConnection extends Disposable {
  readonly socket: Socket
  write(bytes: string | Buffer): void
  /** Resolves to everything received so far, once it matches; rejects when the connection ends first. */
  received(pattern: RegExp): Promise<string>
  /** Resolves to everything received, when the other end has closed. */
  ended(): Promise<string>
}

/** Connects to a port of 127.0.0.1, or to a socket. */
export async function openRaw(at: number | string): Promise<RawConnection> {
  const socket = typeof at === 'number' ? connect(at, '127.0.0.1') : connect(at)
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('connect', resolve)
  })
  let text = ''
  let closed = false
  const changed = new Set<() => void>()
  const tell = (): void => [...changed].forEach((look) => look())
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    tell()
  })
  // A reset is one way for the other end to close.
  socket.on('error', () => {})
  socket.on('close', () => {
    closed = true
    tell()
  })

  async function until(done: () => boolean): Promise<string> {
    while (!done()) {
      await new Promise<void>((resolve) => {
        const look = (): void => {
          changed.delete(look)
          resolve()
        }
        changed.add(look)
      })
    }
    return text
  }

  return {
    socket,
    write: (bytes) => void socket.write(bytes),
    async received(pattern) {
      await until(() => closed || pattern.test(text))
      if (!pattern.test(text)) throw new Error(`closed before ${pattern}: ${text}`)
      return text
    },
    ended: () => until(() => closed),
    [Symbol.dispose]: () => void socket.destroy(),
  }
}

/** The head of a request, with its empty line. */
export function head(line: string, headers: Readonly<Record<string, string>> = {}): string {
  const all = Object.entries({ Host: 'localhost', ...headers })
  return [`${line} HTTP/1.1`, ...all.map(([name, value]) => `${name}: ${value}`), '', ''].join(
    '\r\n',
  )
}
