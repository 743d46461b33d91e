import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { failure, json, NOWHERE } from './content.ts'
import { head, openRaw } from './raw.ts'
import { startTestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()
const open = cleanUp.use(await startTestServer())
const withoutDelete = cleanUp.use(
  await startTestServer({ config: { storage: { delete: { enabled: false } } } }),
)
const readOnly = cleanUp.use(
  await startTestServer({
    config: { storage: { maintenance: { readonly: { enabled: true } } } },
  }),
)

test.each(['/v2/', '/v2'])('%s says that this is a registry', async (path) => {
  const answer = await open.send(path)
  expect(answer.status).toBe(200)
  expect(json(answer)).toEqual({})
  expect(answer.headers['content-type']).toBe('application/json')
})

test('HEAD /v2/ has no body', async () => {
  const answer = await open.send('/v2/', { method: 'HEAD' })
  expect(answer).toMatchObject({ status: 200, headers: { 'content-length': '2' } })
  expect(answer.body).toHaveLength(0)
})

test.each([
  ['GET', '/v2/', 200],
  ['GET', '/v2/_catalog', 200],
  ['GET', '/v1/_ping', 200],
  ['HEAD', `/v2/a/blobs/${NOWHERE}`, 404],
  ['GET', '/v2/a/manifests/x', 404],
  ['POST', '/v2/a/blobs/uploads/', 202],
  ['GET', '/v2/A/tags/list', 400],
  ['POST', '/v2/', 405],
  ['GET', '/elsewhere', 404],
  ['OPTIONS', '/v2/', 200],
])('%s %s tells the version of the protocol', async (method, path, status) => {
  const answer = await open.send(path, { method })
  expect(answer.status).toBe(status)
  expect(answer.headers['docker-distribution-api-version']).toBe('registry/2.0')
})

test.each(['/v3/', '/v2x', '/v2/a', '/v2/a/manifests/', '/v2/%ff/tags/list', '//v2/'])(
  'there is nothing at %s',
  async (path) => {
    const answer = await open.send(`${open.url}${path}`)
    expect(failure(answer)).toEqual([404, 'UNSUPPORTED'])
  },
)

test('there is nothing at / where the console is switched off', async () => {
  await using bare = await startTestServer({ config: { console: { enabled: false } } })
  expect(failure(await bare.send('/'))).toEqual([404, 'UNSUPPORTED'])
  expect(failure(await bare.send('/api/rpc/session.get', { method: 'POST' }))[0]).toBe(404)
})

const MANIFEST = '/v2/a/manifests/x'
const BLOB = `/v2/a/blobs/${NOWHERE}`

test.each([
  ['DELETE', '/v2/', 'GET, HEAD, OPTIONS'],
  ['POST', MANIFEST, 'GET, HEAD, PUT, DELETE, OPTIONS'],
  ['PATCH', BLOB, 'GET, HEAD, DELETE, OPTIONS'],
  ['GET', '/v2/a/blobs/uploads/', 'POST, OPTIONS'],
  ['PUT', '/v2/a/tags/list', 'GET, HEAD, OPTIONS'],
  ['POST', '/v2/_catalog', 'GET, HEAD, OPTIONS'],
])('%s %s is refused, and Allow says what is not', async (method, path, allow) => {
  const answer = await open.send(path, { method })
  expect(failure(answer)).toEqual([405, 'UNSUPPORTED'])
  expect(answer.headers.allow).toBe(allow)
})

test.each([
  ['DELETE', MANIFEST, 'GET, HEAD, PUT, OPTIONS'],
  ['DELETE', BLOB, 'GET, HEAD, OPTIONS'],
])('%s %s is refused where deleting is switched off', async (method, path, allow) => {
  const answer = await withoutDelete.send(path, { method })
  expect(failure(answer)).toEqual([405, 'UNSUPPORTED'])
  expect(answer.headers.allow).toBe(allow)
})

test('an upload can be cancelled where deleting is switched off', async () => {
  const started = await withoutDelete.send('/v2/a/blobs/uploads/', { method: 'POST' })
  const location = started.headers.location ?? ''
  expect(await withoutDelete.send(location, { method: 'DELETE' })).toMatchObject({ status: 204 })
})

test.each([
  ['POST', '/v2/a/blobs/uploads/', 'OPTIONS'],
  ['PUT', MANIFEST, 'GET, HEAD, OPTIONS'],
  ['DELETE', MANIFEST, 'GET, HEAD, OPTIONS'],
  ['DELETE', BLOB, 'GET, HEAD, OPTIONS'],
])('%s %s is refused by a read-only registry', async (method, path, allow) => {
  const answer = await readOnly.send(path, { method })
  expect(failure(answer)).toEqual([405, 'UNSUPPORTED'])
  expect(answer.headers.allow).toBe(allow)
})

test('a read-only registry can be read', async () => {
  expect(await readOnly.send('/v2/_catalog')).toMatchObject({ status: 200 })
})

test('OPTIONS says what is possible', async () => {
  const answer = await open.send(BLOB, { method: 'OPTIONS' })
  expect(answer).toMatchObject({ status: 200, headers: { allow: 'GET, HEAD, DELETE, OPTIONS' } })
})

test.each(['a//b', 'A/b', 'a/../b', 'a/%2e%2e/b', 'a%2f..%2fb', 'a%00b', '_a', 'a--', 'a..b'])(
  '%s is no name of a repository',
  async (name) => {
    // Written by hand: a client would take the dots out of the path.
    using raw = await openRaw(open.port)
    raw.write(head(`GET /v2/${name}/tags/list`))
    expect(await raw.received(/NAME_INVALID/)).toMatch(/^HTTP\/1\.1 400 /)
  },
)

test.each([
  ['http://localhost/v2/', 200],
  ['http://[::1/v2/', 404],
  ['*', 404],
])('a request for %s is answered with %i', async (target, status) => {
  using raw = await openRaw(open.port)
  raw.write(head(`GET ${target}`))
  expect(await raw.received(/\r\n\r\n/)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
})

test('a name of more than 255 characters is refused', async () => {
  const answer = await open.send(`/v2/${'a'.repeat(256)}/tags/list`)
  expect(failure(answer)).toEqual([400, 'NAME_INVALID'])
})
