import { once } from 'node:events'
import { expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { closing, failure, startUpload } from './content.ts'
import { head, openRaw } from './raw.ts'
import { startTestServer } from './server.ts'

const server = cleanUpAfterAll().use(await startTestServer())

const chunk = (location: string, range: string, body: string, method = 'PATCH') =>
  server.send(location, { method, body, headers: { 'content-range': range } })

/** An upload of which `0123` has come in. */
async function begun(): Promise<string> {
  const location = await startUpload(server, 'a')
  expect(await chunk(location, '0-3', '0123')).toMatchObject({ status: 202 })
  return location
}

test('chunks in order make a blob', async () => {
  const location = await begun()
  const second = await chunk(location, '4-6', '456')
  expect(second).toMatchObject({ status: 202, headers: { range: '0-6' } })
  const digest = digestOf(Buffer.from('0123456789'))
  const last = await chunk(closing(second.headers.location ?? '', digest), '7-9', '789', 'PUT')
  expect(last).toMatchObject({ status: 201, headers: { 'docker-content-digest': digest } })
  expect((await server.send(`/v2/a/blobs/${digest}`)).body.toString()).toBe('0123456789')
})

test.each([
  ['an empty upload', () => startUpload(server, 'a'), '0-0'],
  ['a begun one', begun, '0-3'],
])('GET of %s says how far it is', async (_which, start, range) => {
  const location = await start()
  const answer = await server.send(location)
  expect(answer.status).toBe(204)
  expect(answer.headers).toMatchObject({ location, range })
  expect(answer.body).toHaveLength(0)
})

test.each([
  ['one that comes too early', '7-9', 'PATCH'],
  ['one that was sent already', '0-2', 'PATCH'],
  ['a last one that comes too early', '7-9', 'PUT'],
])('a chunk out of order is refused with the way on: %s', async (_which, range, method) => {
  const location = await begun()
  const digest = digestOf(Buffer.from('0123456'))
  const refused = await chunk(closing(location, digest), range, 'xxx', method)
  expect(failure(refused)).toEqual([416, 'BLOB_UPLOAD_INVALID'])
  expect(refused.headers).toMatchObject({ location, range: '0-3' })

  const resumed = await chunk(refused.headers.location ?? '', '4-6', '456')
  expect(resumed).toMatchObject({ status: 202, headers: { range: '0-6' } })
  const closed = await server.send(closing(location, digest), { method: 'PUT' })
  expect(closed.status).toBe(201)
})

test('the first chunk begins at 0', async () => {
  const location = await startUpload(server, 'a')
  const answer = await chunk(location, '1-3', '123')
  expect(failure(answer)).toEqual([416, 'BLOB_UPLOAD_INVALID'])
  expect(answer.headers).toMatchObject({ location, range: '0-0' })
})

test.each(['bytes=4-6', 'bytes 4-6/7', '4-', '-6', '6-4', 'x', '4–6', '4-6, 7-9'])(
  'Content-Range "%s" is not a range',
  async (range) => {
    const location = await begun()
    const header = Buffer.from(range).toString('latin1')
    expect(failure(await chunk(location, header, '456'))).toEqual([400, 'BLOB_UPLOAD_INVALID'])
    expect((await server.send(location)).headers['range']).toBe('0-3')
  },
)

test('a Content-Length other than the Content-Range is refused, and nothing is stored', async () => {
  const location = await begun()
  expect(failure(await chunk(location, '4-9', '456'))).toEqual([400, 'SIZE_INVALID'])
  expect((await server.send(location)).headers['range']).toBe('0-3')
})

test('a streamed chunk other than its Content-Range is refused', async () => {
  const location = await begun()
  using raw = await openRaw(server.port)
  const headers = { 'Content-Range': '4-9', 'Transfer-Encoding': 'chunked' }
  raw.write(`${head(`PATCH ${new URL(location).pathname}`, headers)}3\r\n456\r\n0\r\n\r\n`)
  expect(await raw.received(/SIZE_INVALID/)).toMatch(/^HTTP\/1\.1 400 /)
})

/** The offset behind a `Range`. */
const behind = (range: unknown): number => Number(String(range).slice(2)) + 1

test('an upload resumes after its connection broke', async () => {
  const location = await begun()
  const { pathname } = new URL(location)
  const raw = await openRaw(server.port)
  raw.write(`${head(`PATCH ${pathname}`, { 'Content-Length': '100', Expect: '100-continue' })}`)
  await raw.received(/100 Continue/)
  raw.write('45')
  raw.socket.end()
  await once(raw.socket, 'close')

  // The broken request gives way to this one.
  const refused = await chunk(location, '90-92', 'xyz')
  expect(failure(refused)).toEqual([416, 'BLOB_UPLOAD_INVALID'])
  const range = refused.headers['range'] ?? ''
  expect(['0-3', '0-5']).toContain(range)
  const rest = (from: number) => chunk(location, `${from}-9`, '0123456789'.slice(from))
  let resumed = await rest(behind(range))
  // What the broken one had received may have been kept only now.
  if (resumed.status === 416) resumed = await rest(behind(resumed.headers['range']))
  expect(resumed).toMatchObject({ status: 202, headers: { range: '0-9' } })
  const digest = digestOf(Buffer.from('0123456789'))
  expect(await server.send(closing(location, digest), { method: 'PUT' })).toMatchObject({
    status: 201,
  })
})

test('a client that comes back takes over from its own connection that hangs', async () => {
  const location = await begun()
  using hanging = await openRaw(server.port)
  const headers = { 'Content-Length': '100', Expect: '100-continue' }
  hanging.write(head(`PATCH ${new URL(location).pathname}`, headers))
  await hanging.received(/100 Continue/)
  const answer = await chunk(location, '4-6', '456')
  expect(answer).toMatchObject({ status: 202, headers: { range: '0-6' } })
  await hanging.ended()
})
