import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { failure, NOWHERE } from './content.ts'
import { startTestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()
const { path: folder } = cleanUp.use(await temporaryFolder('login'))
const file = join(folder, 'htpasswd')
await writeHtpasswd(file, [ALICE])
const config = { auth: { htpasswd: { realm: 'the "realm"', path: file } } }
const server = cleanUp.use(
  await startTestServer({ config: { ...config, log: { accesslog: { disabled: false } } } }),
)
const wrong = (password: string) => ({ username: ALICE.username, password })

test.each([
  ['GET', '/v2/'],
  ['GET', '/v2/_catalog'],
  ['GET', `/v2/a/blobs/${NOWHERE}`],
  ['POST', '/v2/a/blobs/uploads/'],
  ['PUT', '/v2/a/manifests/x'],
  ['DELETE', '/v2/a/manifests/x'],
  ['GET', '/v1/search?q=a'],
  ['GET', '/elsewhere'],
  ['PATCH', '/v2/'],
])('%s %s asks for a login', async (method, path) => {
  const answer = await server.send(path, { method })
  expect(answer.headers['www-authenticate']).toMatch(/^Basic realm="the \\"realm\\""/)
  expect(answer.headers['docker-distribution-api-version']).toBe('registry/2.0')
  expect(failure(answer)).toEqual([401, 'UNAUTHORIZED'])
})

test.each([
  ['OPTIONS', '/v2/'],
  ['OPTIONS', '/v2/a/manifests/x'],
  ['GET', '/v1/_ping'],
])('%s %s does not', async (method, path) => {
  expect(await server.send(path, { method })).toMatchObject({ status: 200 })
})

test('the right password opens', async () => {
  expect(await server.send('/v2/', { login: ALICE })).toMatchObject({ status: 200 })
  const line = server.log.map((text) => JSON.parse(text) as { user?: string; status: number })
  expect(line.at(-1)).toMatchObject({ user: ALICE.username, status: 200 })
})

test.each([
  ['the wrong password', { login: wrong('guess') }],
  ['an unknown user', { login: { ...ALICE, username: 'bob' } }],
  ['another scheme', { headers: { authorization: 'Bearer abc' } }],
  ['nonsense', { headers: { authorization: 'Basic !!!' } }],
])('%s does not open', async (_what, options) => {
  const answer = await server.send('/v2/', options)
  expect(failure(answer)).toEqual([401, 'UNAUTHORIZED'])
  expect(answer.headers['www-authenticate']).toMatch(/^Basic /)
})

test('after many failures it says when to try again', async () => {
  await using other = await startTestServer({ config })
  for (let count = 0; count < 10; count++) {
    expect(await other.send('/v2/', { login: wrong(randomUUID()) })).toMatchObject({ status: 401 })
  }
  const answer = await other.send('/v2/', { login: wrong('once more') })
  expect(failure(answer)).toEqual([429, 'TOOMANYREQUESTS'])
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  expect(answer.headers['docker-distribution-api-version']).toBe('registry/2.0')
  // Behind a proxy on this machine, another client is another address.
  const headers = { 'x-forwarded-for': '203.0.113.7, 192.0.2.4' }
  expect(await other.send('/v2/', { login: ALICE, headers })).toMatchObject({ status: 200 })
})
