import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { pushBlob, startUpload } from './content.ts'
import { head, openRaw, type RawConnection } from './raw.ts'
import { startTestServer, type TestServer } from './server.ts'

const { path: folder } = cleanUpAfterAll().use(await temporaryFolder('drain'))

const startDraining = (draintimeout: string, at = {}): Promise<TestServer> =>
  startTestServer({ config: { http: { draintimeout } }, ...at })

/** A PATCH of which the server has 5 of 10 bytes. */
async function halfSent(server: TestServer, pathname: string): Promise<RawConnection> {
  const raw = await openRaw(server.port)
  raw.write(head(`PATCH ${pathname}`, { 'Content-Length': '10', Expect: '100-continue' }))
  await raw.received(/100 Continue/)
  raw.write('01234')
  return raw
}

test('an upload in flight finishes, and its answer is the last on its connection', async () => {
  await using server = await startDraining('1h')
  const { pathname } = new URL(await startUpload(server, 'a'))
  using raw = await halfSent(server, pathname)
  const stopped = server.stop()
  await expect(openRaw(server.port)).rejects.toThrow('ECONNREFUSED')
  raw.write('56789')
  const answer = await raw.ended()
  expect(answer).toContain('202 Accepted')
  expect(answer).toContain('Range: 0-9')
  expect(answer).toContain('Connection: close')
  await stopped
})

test('a download in flight finishes', async () => {
  await using server = await startDraining('1h')
  const bytes = randomBytes(16 * 1024 * 1024)
  const { digest } = await pushBlob(server, 'a', bytes)
  using raw = await openRaw(server.port)
  raw.write(head(`GET /v2/a/blobs/${digest}`))
  await raw.received(/\r\n\r\n/)
  raw.socket.pause()
  const stopped = server.stop()
  raw.socket.resume()
  const answer = await raw.ended()
  const body = Buffer.from(answer.slice(answer.indexOf('\r\n\r\n') + 4), 'latin1')
  expect(body.equals(bytes)).toBe(true)
  await stopped
})

test('an upload that is too slow is cut off, and resumes at the next start', async () => {
  await using server = await startDraining('500ms', { folder })
  const { pathname } = new URL(await startUpload(server, 'a'))
  const raw = await halfSent(server, pathname)
  await server.stop()
  expect(await raw.ended()).not.toContain('202 Accepted')

  await using next = await startDraining('500ms', { folder })
  expect((await next.send(pathname)).headers['range']).toBe('0-4')
  const headers = { 'content-range': '5-9' }
  const rest = await next.send(pathname, { method: 'PATCH', body: '56789', headers })
  expect(rest).toMatchObject({ status: 202, headers: { range: '0-9' } })
})

test('an idle connection does not hold the server up', async () => {
  await using server = await startDraining('1h')
  using raw = await openRaw(server.port)
  raw.write(head('GET /v2/'))
  const answer = await raw.received(/\{\}$/)
  await server.stop()
  expect(await raw.ended()).toBe(answer)
})

test('a connection that never asked for anything does not, either', async () => {
  await using server = await startDraining('1h')
  using raw = await openRaw(server.port)
  await server.send('/v2/')
  await server.stop()
  expect(await raw.ended()).toBe('')
})

test('without a drain time everything is cut off at once', async () => {
  await using server = await startDraining('0s')
  const { pathname } = new URL(await startUpload(server, 'a'))
  const raw = await halfSent(server, pathname)
  await server.stop()
  expect(await raw.ended()).not.toContain('202 Accepted')
})
