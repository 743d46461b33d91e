import { connect } from 'node:net'
import { finished } from 'node:stream/promises'
import type { Credentials } from './htpasswd.ts'

/**
 * Sends the head of a PATCH that announces all of `body`, then `length` bytes of it, then closes
 * the connection.
 */
export async function sendHalf(
  location: string,
  body: Buffer,
  length: number,
  login?: Credentials,
): Promise<void> {
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
  socket.destroy()
  await finished(socket).catch(() => undefined)
}
