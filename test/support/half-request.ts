import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { finished } from 'node:stream/promises'
import type { Credentials } from './htpasswd.ts'

/**
 * Sends the head of a PATCH that announces all of `body`, then `length` bytes of it.
 *
 * @returns the connection, when the system has taken these bytes.
 */
export async function beginHalf(
  location: string,
  body: Buffer,
  length: number,
  login?: Credentials,
): Promise<Socket> {
  const url = new URL(location)
  const basic = login && Buffer.from(`${login.username}:${login.password}`).toString('base64')
  const head = [
    `PATCH ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    'Content-Type: application/octet-stream',
    `Content-Length: ${body.length}`,
    ...(basic === undefined ? [] : [`Authorization: Basic ${basic}`]),
  ]
  const socket = connect(Number(url.port), url.hostname)
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.write(body.subarray(0, length), () => resolve())
  })
  return socket
}

/** Does the same and closes the connection then. */
export async function sendHalf(...request: Parameters<typeof beginHalf>): Promise<void> {
  const socket = await beginHalf(...request)
  socket.destroy()
  await finished(socket).catch(() => undefined)
}
