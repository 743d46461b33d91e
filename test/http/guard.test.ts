import { describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { failure } from './content.ts'
import { startTestServer, type TestServer } from './server.ts'

const cleanUp = cleanUpAfterAll()
const start = async (http: object): Promise<TestServer> =>
  cleanUp.use(await startTestServer({ config: { http } }))
const loopback = await start({})
const named = await start({
  host: 'https://registry.example.com/',
  allowedhosts: ['build-box', 'x.test'],
})
const everywhere = await start({ addr: '0.0.0.0:0' })

const ask = (server: TestServer, headers: Record<string, string>) =>
  server.send('/v2/', { headers })

describe('Host', () => {
  test.each([
    'localhost',
    'LOCALHOST:5000',
    '127.0.0.1',
    '127.1.2.3:5000',
    '[::1]:5000',
    'app.localhost',
    'localhost.',
    'host.docker.internal:5000',
    'host.containers.internal',
    'gateway.docker.internal',
  ])('%s is this machine', async (host) => {
    expect(await ask(loopback, { host })).toMatchObject({ status: 200 })
  })

  test.each([
    'evil.example',
    'evil.example:5000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evillocalhost',
    '192.168.0.1',
    'registry.example.com',
    'build-box',
  ])('%s is not', async (host) => {
    const answer = await ask(loopback, { host })
    expect(failure(answer)).toEqual([403, 'DENIED'])
    expect(answer.headers['docker-distribution-api-version']).toBe('registry/2.0')
  })

  test.each(['registry.example.com', 'REGISTRY.example.com:443', 'build-box:5000', 'x.test.'])(
    '%s is answered where it is configured',
    async (host) => {
      expect(await ask(named, { host })).toMatchObject({ status: 200 })
    },
  )

  test('any is answered where the network may reach', async () => {
    const local = `http://127.0.0.1:${everywhere.port}/v2/`
    const answer = await everywhere.send(local, { headers: { host: 'anything.example' } })
    expect(answer.status).toBe(200)
  })
})

describe.each([
  ['a loopback address', loopback],
  ['every address', everywhere],
])('a page of another site does not reach %s', (_where, server) => {
  const local = `http://127.0.0.1:${server.port}/v2/`

  test.each([
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'cross-site', origin: `http://localhost:5000`, host: 'localhost:5000' }],
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: 'http://localhost:1', host: 'localhost:2' }],
  ])('with %j', async (headers) => {
    expect(failure(await server.send(local, { headers }))).toEqual([403, 'DENIED'])
    const preflight = await server.send(local, { method: 'OPTIONS', headers })
    expect(preflight.status).toBe(403)
  })
})

test.each([
  [{ 'sec-fetch-site': 'same-origin' }],
  [{ 'sec-fetch-site': 'none' }],
  [{ origin: 'http://localhost:5000', host: 'localhost:5000' }],
  [{ origin: 'HTTPS://LocalHost:5000', host: 'localhost:5000' }],
])('its own pages do, with %j', async (headers) => {
  expect(await ask(loopback, headers)).toMatchObject({ status: 200 })
})
