import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { digestOf } from '../../server/oci/digest.ts'
import { parseRepositoryName } from '../../server/oci/name.ts'
import { uploadsPath } from '../../server/registry/layout.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { closing, failure, NOWHERE, startUpload } from './content.ts'
import { head, openRaw } from './raw.ts'
import { startTestServer } from './server.ts'

const server = cleanUpAfterAll().use(await startTestServer())
const START = '/v2/a/b/blobs/uploads/'

async function expectBlob(digest: string, bytes: Buffer): Promise<void> {
  const answer = await server.send(`/v2/a/b/blobs/${digest}`)
  expect(answer.status).toBe(200)
  expect(answer.body.equals(bytes)).toBe(true)
}

/** Sends `body` in pieces, without telling its length beforehand. */
function stream(url: string, method: string, body: readonly Buffer[]): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent: false }, (answer) => {
      answer.resume()
      resolve(answer)
    })
    outgoing.once('error', reject)
    outgoing.setHeader('Transfer-Encoding', 'chunked')
    for (const piece of body) outgoing.write(piece)
    outgoing.end()
  })
}

test('an upload starts empty, with a place to go on', async () => {
  const answer = await server.send(START, { method: 'POST' })
  expect(answer.status).toBe(202)
  expect(answer.headers).toMatchObject({ range: '0-0', 'content-length': '0' })
  const id = answer.headers['docker-upload-uuid']
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(answer.headers.location).toContain(`${START}${String(id)}`)
})

test('a chunk may be as small as it likes', async () => {
  const answer = await server.send(START, { method: 'POST' })
  expect(answer.headers['oci-chunk-min-length']).toBeUndefined()
  const location = answer.headers.location ?? ''
  const headers = { 'content-range': '0-0' }
  const chunk = await server.send(location, { method: 'PATCH', body: 'x', headers })
  expect(chunk).toMatchObject({ status: 202, headers: { range: '0-0' } })
})

test('the slash at the end of the path may be missing', async () => {
  expect(await server.send(START.slice(0, -1), { method: 'POST' })).toMatchObject({ status: 202 })
})

const bytes = randomBytes(300_000)
const digest = digestOf(bytes)
const sha512 = `sha512:${createHash('sha512').update(bytes).digest('hex')}`

const WAYS: readonly [string, (digest: string) => Promise<{ status?: number; headers: object }>][] =
  [
    ['a single POST', (digest) => post(digest)],
    ['POST and PUT', async (digest) => put(await startUpload(server, 'a/b'), digest, bytes)],
    [
      'POST, PATCH and PUT',
      async (digest) => {
        const location = await startUpload(server, 'a/b')
        const patched = await server.send(location, { method: 'PATCH', body: bytes })
        expect(patched).toMatchObject({ status: 202, headers: { range: '0-299999' } })
        return put(patched.headers.location ?? '', digest)
      },
    ],
    [
      'POST, a streamed PATCH without length, and PUT',
      async (digest) => {
        const location = await startUpload(server, 'a/b')
        const pieces = [bytes.subarray(0, 10), bytes.subarray(10, 200_000), bytes.subarray(200_000)]
        const { statusCode, headers } = await stream(location, 'PATCH', pieces)
        expect([statusCode, headers['range']]).toEqual([202, '0-299999'])
        return put(location, digest)
      },
    ],
    [
      'POST and a streamed PUT without length',
      async (digest) => {
        const url = closing(await startUpload(server, 'a/b'), digest)
        const { statusCode, headers } = await stream(url, 'PUT', [bytes])
        return { status: statusCode ?? 0, headers }
      },
    ],
  ]

const post = (digest: string) =>
  server.send(`${START}?digest=${digest}`, { method: 'POST', body: bytes })

const put = (location: string, digest: string, body?: Buffer) =>
  server.send(closing(location, digest), { method: 'PUT', ...(body ? { body } : {}) })

test.each(WAYS)('%s makes a blob', async (_way, push) => {
  const answer = await push(digest)
  expect(answer.status).toBe(201)
  expect(answer.headers).toMatchObject({
    'docker-content-digest': digest,
    location: `${server.url}/v2/a/b/blobs/${digest}`,
  })
  await expectBlob(digest, bytes)
})

test.each(WAYS)('%s makes a blob that goes by its sha512', async (_way, push) => {
  const answer = await push(sha512)
  expect(answer).toMatchObject({ status: 201, headers: { 'docker-content-digest': sha512 } })
  await expectBlob(sha512, bytes)
  await expectBlob(digest, bytes)
})

test.each([
  ['a single POST', () => server.send(`${START}?digest=${NOWHERE}`, { method: 'POST', body: 'x' })],
  [
    'a PUT',
    async () => {
      const body = Buffer.from('x')
      return server.send(closing(await startUpload(server, 'a/b'), NOWHERE), {
        method: 'PUT',
        body,
      })
    },
  ],
])('%s of other content than its digest says is refused', async (_way, push) => {
  expect(failure(await push())).toEqual([400, 'DIGEST_INVALID'])
  expect(await server.send(`/v2/a/b/blobs/${NOWHERE}`)).toMatchObject({ status: 404 })
})

test.each(['?digest=sha256:abc', '?digest=', '?digest=md5:d41d8cd98f00b204e9800998ecf8427e'])(
  'a single POST with %s is refused before it is read',
  async (query) => {
    const answer = await server.send(`${START}${query}`, { method: 'POST', body: 'x' })
    expect(failure(answer)).toEqual([400, 'DIGEST_INVALID'])
  },
)

test.each(['', '?digest=', '?digest=sha256:abc'])('a PUT with "%s" is refused', async (query) => {
  const location = await startUpload(server, 'a/b')
  const answer = await server.send(`${location}${query}`, { method: 'PUT', body: 'x' })
  expect(failure(answer)).toEqual([400, 'DIGEST_INVALID'])
  expect(await server.send(location)).toMatchObject({ status: 204, headers: { range: '0-0' } })
})

test('an empty blob can be pushed', async () => {
  const empty = Buffer.alloc(0)
  const location = await startUpload(server, 'a/b')
  expect(await put(location, digestOf(empty))).toMatchObject({ status: 201 })
  await expectBlob(digestOf(empty), empty)
})

test('a single POST without bytes is the empty blob', async () => {
  const empty = digestOf(Buffer.alloc(0))
  const answer = await server.send(`/v2/e/blobs/uploads/?digest=${empty}`, { method: 'POST' })
  expect(answer.status).toBe(201)
})

test('an upload that is over is unknown', async () => {
  const location = await startUpload(server, 'a/b')
  expect(await put(location, digest, bytes)).toMatchObject({ status: 201 })
  expect(failure(await server.send(location))).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
})

test('a cancelled upload is gone', async () => {
  const location = await startUpload(server, 'a/b')
  await server.send(location, { method: 'PATCH', body: 'some' })
  const answer = await server.send(location, { method: 'DELETE' })
  expect(answer.status).toBe(204)
  expect(failure(await server.send(location))).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
})

test.each([
  ['GET', randomUUID()],
  ['PATCH', randomUUID()],
  ['PUT', randomUUID()],
  ['DELETE', randomUUID()],
  ['PATCH', 'no-uuid'],
])('%s of the unknown upload %s is 404', async (method, id) => {
  const body = method === 'PATCH' || method === 'PUT' ? { body: 'x' } : {}
  const answer = await server.send(`${START}${id}?digest=${digest}`, { method, ...body })
  expect(failure(answer)).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
})

test('no upload lies outside its folder', async () => {
  const answer = await server.send(`${START}..%2f..%2fx`)
  expect(failure(answer)).toEqual([404, 'UNSUPPORTED'])
})

test('an upload belongs to its repository', async () => {
  const { pathname } = new URL(await startUpload(server, 'a/b'))
  const elsewhere = pathname.replace('/a/b/', '/a/c/')
  expect(failure(await server.send(elsewhere))).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
})

test('a whole blob that breaks off leaves no upload behind', async () => {
  const uploads = uploadsPath(parseRepositoryName('broken/off'))
  const { socket, write } = await openRaw(server.port)
  const headers = { 'Content-Length': '100', Expect: '100-continue' }
  write(head(`POST /v2/broken/off/blobs/uploads/?digest=${NOWHERE}`, headers))
  // Invited to send: the upload has begun.
  await expect.poll(() => server.backdoor.names(uploads)).toHaveLength(1)
  write('half')
  socket.destroy()
  await expect.poll(() => server.backdoor.names(uploads)).toEqual([])
})
