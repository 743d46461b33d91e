import { expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { json, putManifest } from './content.ts'
import { nextPage } from './pages.ts'
import { startTestServer, type TestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()
const start = async (http: object): Promise<TestServer> =>
  cleanUp.use(await startTestServer({ config: { http } }))
const anywhere = { addr: '0.0.0.0:0' }
const plain = await start(anywhere)

/** The `Location` of a new upload, up to its id. */
async function locationOf(
  server: TestServer,
  headers: Record<string, string> = {},
  prefix = '',
): Promise<string> {
  const url = `http://127.0.0.1:${server.port}${prefix}/v2/a/blobs/uploads/`
  const answer = await server.send(url, { method: 'POST', headers })
  expect(answer.status).toBe(202)
  return String(answer.headers.location).replace(/[0-9a-f-]{36}$/, '')
}

const PATH = '/v2/a/blobs/uploads/'

test.each([
  ['the client', {}, 'http://h:5000'],
  ['a proxy', { 'x-forwarded-proto': 'https' }, 'https://h:5000'],
  [
    'a proxy',
    { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'reg.example' },
    'https://reg.example',
  ],
  [
    'the first of two proxies',
    { 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'a.example:8443, b.example' },
    'https://a.example:8443',
  ],
  ['a proxy', { forwarded: 'proto=https;host=reg.example;for=192.0.2.1' }, 'https://reg.example'],
  [
    'the first of two proxies',
    { forwarded: 'For="[2001:db8::1]:1"; Proto=HTTPS; Host="[2001:db8::2]:5000", proto=http' },
    'https://[2001:db8::2]:5000',
  ],
  [
    'the standard header',
    { forwarded: 'proto=https;host=new.example', 'x-forwarded-host': 'old.example' },
    'https://new.example',
  ],
  ['a proxy that talks nonsense', { 'x-forwarded-proto': 'javascript' }, 'http://h:5000'],
])('goes by what %s says: %j', async (_who, headers, origin) => {
  expect(await locationOf(plain, { host: 'h:5000', ...headers })).toBe(`${origin}${PATH}`)
})

test.each(['a.example/evil', 'user@a.example', 'a.example:99999999', '"><script>', 'a b', 'a?b#c'])(
  'does not repeat %s',
  async (host) => {
    expect(await locationOf(plain, { 'x-forwarded-host': host })).toBe(PATH)
    expect(await locationOf(plain, { forwarded: `host="${host}"` })).toBe(PATH)
  },
)

test.each(['evil"host', 'a/b', '<x>'])('does not repeat the Host %s', async (host) => {
  expect(await locationOf(plain, { host })).toBe(PATH)
})

const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'other.example' }

test.each([
  ['https://reg.example', `https://reg.example${PATH}`],
  ['https://reg.example:8443/', `https://reg.example:8443${PATH}`],
  ['https://reg.example/below/', `https://reg.example/below${PATH}`],
])('http.host %s outweighs what proxies say', async (host, expected) => {
  const server = await start({ ...anywhere, host })
  expect(await locationOf(server, forwarded)).toBe(expected)
})

test('http.relativeurls leaves scheme and host to the client', async () => {
  const server = await start({ ...anywhere, relativeurls: true, host: 'https://reg.example' })
  expect(await locationOf(server, forwarded)).toBe(PATH)
})

test('http.prefix comes before every path', async () => {
  const server = await start({ ...anywhere, prefix: '/registry/' })
  const at = `http://127.0.0.1:${server.port}`
  expect(await locationOf(server, { host: 'h' }, '/registry')).toBe(`http://h/registry${PATH}`)
  expect(json(await server.send(`${at}/registry/v2/`))).toEqual({})
  expect(await server.send(`${at}/v2/`)).toMatchObject({ status: 404 })
  expect(await server.send(`${at}/registryv2/`)).toMatchObject({ status: 404 })
})

test('the link to the next page lies below http.prefix', async () => {
  const server = await start({ prefix: '/registry/' })
  const below: TestServer = {
    ...server,
    send: (target, options) => server.send(`/registry${target}`, options),
  }
  const index = { schemaVersion: 2, manifests: [] }
  for (const tag of ['x', 'y']) await putManifest(below, 'a', tag, index, '')
  const answer = await below.send('/v2/a/tags/list?n=1')
  expect(nextPage(answer)).toBe('/registry/v2/a/tags/list?n=1&last=x')
})
