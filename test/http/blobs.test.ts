import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { failure, NOWHERE, pushBlob } from './content.ts'
import { startTestServer } from './server.ts'

const server = cleanUpAfterAll().use(await startTestServer())
const bytes = Buffer.from('0123456789')
const { digest } = await pushBlob(server, 'a', bytes)
const url = `/v2/a/blobs/${digest}`
const etag = `"${digest}"`

const get = (headers: Record<string, string> = {}, method = 'GET') =>
  server.send(url, { method, headers })

test.each(['GET', 'HEAD'])('%s describes the blob', async (method) => {
  const answer = await get({}, method)
  expect(answer.status).toBe(200)
  expect(answer.headers).toMatchObject({
    'docker-content-digest': digest,
    'content-length': '10',
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    'cache-control': 'max-age=31536000',
    etag,
  })
  expect(answer.body.toString()).toBe(method === 'GET' ? '0123456789' : '')
})

test.each(['GET', 'HEAD'])('%s of a blob that another repository has is 404', async (method) => {
  expect(await server.send(`/v2/b/blobs/${digest}`, { method })).toMatchObject({ status: 404 })
})

test('a blob that is nowhere is unknown', async () => {
  expect(failure(await server.send(`/v2/a/blobs/${NOWHERE}`))).toEqual([404, 'BLOB_UNKNOWN'])
})

test.each([
  'sha256:totallywrong',
  'sha256',
  'md5:d41d8cd98f00b204e9800998ecf8427e',
  NOWHERE.toUpperCase(),
])('%s is no digest', async (wrong) => {
  expect(failure(await server.send(`/v2/a/blobs/${wrong}`))).toEqual([400, 'DIGEST_INVALID'])
})

test.each([
  ['bytes=2-5', '2345', 'bytes 2-5/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=-3', '789', 'bytes 7-9/10'],
  ['bytes=-30', '0123456789', 'bytes 0-9/10'],
  ['bytes=0-0', '0', 'bytes 0-0/10'],
  ['bytes=8-100', '89', 'bytes 8-9/10'],
])('Range %s is served', async (range, expected, contentRange) => {
  const answer = await get({ range })
  expect(answer.status).toBe(206)
  expect(answer.body.toString()).toBe(expected)
  expect(answer.headers).toMatchObject({
    'content-range': contentRange,
    'content-length': String(expected.length),
    'docker-content-digest': digest,
  })
})

test.each(['bytes=5-2', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=a-b', 'bytes=-', ''])(
  'Range "%s" is ignored',
  async (range) => {
    const answer = await get({ range })
    expect(answer.status).toBe(200)
    expect(answer.body.toString()).toBe('0123456789')
  },
)

test.each(['bytes=10-', 'bytes=10-20', 'bytes=-0'])('Range %s is not there', async (range) => {
  const answer = await get({ range })
  expect(failure(answer)).toEqual([416, 'SIZE_INVALID'])
  expect(answer.headers['content-range']).toBe('bytes */10')
  expect(answer.headers['cache-control']).toBeUndefined()
})

test('a HEAD has no range', async () => {
  const answer = await get({ range: 'bytes=2-5' }, 'HEAD')
  expect(answer).toMatchObject({ status: 200, headers: { 'content-length': '10' } })
})

test.each([
  [etag, 304],
  [`W/${etag}`, 304],
  [`"other", ${etag}`, 304],
  ['*', 304],
  ['"other"', 200],
  [digest, 200],
])('If-None-Match: %s is answered with %i', async (tag, status) => {
  const answer = await get({ 'if-none-match': tag })
  expect(answer.status).toBe(status)
  expect(answer.headers).toMatchObject({ etag, 'cache-control': 'max-age=31536000' })
  expect(answer.body).toHaveLength(status === 304 ? 0 : 10)
})

test.each([
  [etag, 206],
  [`W/${etag}`, 200],
  ['"other"', 200],
  ['Wed, 21 Oct 2015 07:28:00 GMT', 200],
])('a range If-Range: %s is answered with %i', async (condition, status) => {
  const answer = await get({ range: 'bytes=2-5', 'if-range': condition })
  expect(answer.status).toBe(status)
})

test('a deleted blob is gone from its repository alone', async () => {
  const gone = await pushBlob(server, 'c/one')
  const from = `/v2/c/two/blobs/uploads/?mount=${gone.digest}&from=c/one`
  await server.send(from, { method: 'POST' })
  const path = `/v2/c/one/blobs/${gone.digest}`
  const answer = await server.send(path, { method: 'DELETE' })
  expect(answer.status).toBe(202)
  expect(answer.headers['docker-content-digest']).toBe(gone.digest)
  expect(failure(await server.send(path))).toEqual([404, 'BLOB_UNKNOWN'])
  expect(failure(await server.send(path, { method: 'DELETE' }))).toEqual([404, 'BLOB_UNKNOWN'])
  expect(await server.send(`/v2/c/two/blobs/${gone.digest}`)).toMatchObject({ status: 200 })
})

test('a deleted blob can be pushed again', async () => {
  const content = Buffer.from('back again')
  const { digest } = await pushBlob(server, 'd', content)
  await server.send(`/v2/d/blobs/${digest}`, { method: 'DELETE' })
  await pushBlob(server, 'd', content)
  expect((await server.send(`/v2/d/blobs/${digest}`)).body).toEqual(content)
})
