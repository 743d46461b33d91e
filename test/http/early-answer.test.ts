import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { head, openRaw } from './raw.ts'
import { startTestServer } from './server.ts'

const server = cleanUpAfterAll().use(await startTestServer())
const MiB = 1024 * 1024
const UNKNOWN = 'PATCH /v2/a/blobs/uploads/unknown'

const framing = {
  'with a length': { headers: { 'Content-Length': String(6 * MiB) }, before: '', after: '' },
  'without a length': {
    headers: { 'Transfer-Encoding': 'chunked' },
    before: `${(6 * MiB).toString(16)}\r\n`,
    after: '\r\n0\r\n\r\n',
  },
}

test.each(Object.entries(framing))(
  'a client that sends all before it reads gets the answer, %s',
  async (_how, { headers, before, after }) => {
    using raw = await openRaw(server.port)
    raw.socket.pause()
    raw.write(head(UNKNOWN, headers))
    raw.write(before)
    await new Promise<void>((resolve, reject) => {
      raw.socket.write(Buffer.alloc(6 * MiB), (error) => (error ? reject(error) : resolve()))
    })
    raw.write(after)
    raw.socket.resume()
    expect(await raw.received(/BLOB_UPLOAD_UNKNOWN/)).toMatch(/^HTTP\/1\.1 404 /)
    // And the connection is good for the next request.
    raw.write(head('GET /v2/'))
    await raw.received(/HTTP\/1\.1 200 /)
  },
)

test.each(['HTTP/1.0', 'HTTP/1.1'])(
  'it gets it when it wants no further answer, too: %s',
  async (version) => {
    using raw = await openRaw(server.port)
    raw.socket.pause()
    const headers = { 'Content-Length': String(6 * MiB), Connection: 'close' }
    raw.write(head(UNKNOWN, headers).replace('HTTP/1.1', version))
    await new Promise<void>((resolve, reject) => {
      raw.socket.write(Buffer.alloc(6 * MiB), (error) => (error ? reject(error) : resolve()))
    })
    raw.socket.resume()
    expect(await raw.ended()).toMatch(/^HTTP\/1\.1 404 [^]*BLOB_UPLOAD_UNKNOWN/)
  },
)

test('of a body that does not end only a part is read', async () => {
  using raw = await openRaw(server.port)
  const { socket } = raw
  raw.write(head(UNKNOWN, { 'Content-Length': String(1024 * 1024 * MiB) }))
  await raw.received(/BLOB_UPLOAD_UNKNOWN/)
  const chunk = Buffer.alloc(MiB)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  while (!socket.destroyed) {
    const drained = new Promise((resolve) => socket.once('drain', resolve))
    if (!socket.write(chunk)) await Promise.race([drained, closed])
  }
  // What was read, and what the system's buffers on both ends hold.
  expect(socket.bytesWritten).toBeLessThan(64 * MiB)
})
