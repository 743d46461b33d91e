import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { ALICE, writeHtpasswd } from '../support/htpasswd.ts'
import { freePort } from '../support/port.ts'
import { startTestServer } from '../http/server.ts'
import { newBrowser, openByLink, openByLogin, refusal } from './browser.ts'

const cleanUp = cleanUpAfterAll()
const { path: folder } = cleanUp.use(await temporaryFolder('closed'))
const htpasswd = join(folder, 'htpasswd')
await writeHtpasswd(htpasswd, [ALICE])
const login = { auth: { htpasswd: { realm: 'x', path: htpasswd } } }
const everywhere = { http: { addr: '0.0.0.0:0' } }

describe('open to the network without a login, the console is closed', async () => {
  const server = cleanUp.use(await startTestServer({ config: everywhere }))

  test('and says why', async () => {
    const answer = await server.send('/', { headers: { accept: 'text/html' } })
    expect(answer.status).toBe(403)
    expect(answer.body.toString()).toContain('auth.htpasswd.path')
    expect(server.console).toMatchObject({
      link: `http://localhost:${server.port}/`,
      isClosed: true,
    })
  })

  test.each(['/api/rpc/session.get', '/api/login'])('nothing is to be had at %s', async (path) => {
    const answer = await newBrowser(server).post(path, { user: 'a', password: 'b' })
    expect(refusal(answer)).toEqual([403, 'FORBIDDEN'])
  })

  test('the registry goes on', async () => {
    expect(await server.send('/v2/')).toMatchObject({ status: 200 })
  })
})

test('with a login it is open', async () => {
  await using server = await startTestServer({ config: { ...everywhere, ...login } })
  const browser = await openByLogin(server, ALICE)
  const { warnings } = await browser.call('registry.status', undefined)
  expect(warnings.map(({ id }) => id)).toEqual(['no-tls'])
})

describe('at an address of its own', () => {
  test('it is not at the registry’s', async () => {
    await using server = await startTestServer({ config: { console: { addr: '127.0.0.1:0' } } })
    const { origin } = new URL(server.console?.link ?? '')
    const console = { ...server, url: origin.replace('localhost', '127.0.0.1') }
    expect(console.url).not.toBe(server.url)
    expect(await server.send('/')).toMatchObject({ status: 404 })
    const apart = {
      ...console,
      send: (path: string, options = {}) => server.send(new URL(path, console.url).href, options),
    }
    const browser = await openByLink(apart)
    expect(await browser.call('registry.status', undefined)).toMatchObject({
      addresses: [server.url],
      pushHost: `localhost:${server.port}`,
    })
    expect(await apart.send('/v2/')).toMatchObject({ status: 404 })
  })

  test('it is open on this machine though the registry is open to all', async () => {
    const config = { ...everywhere, console: { addr: '127.0.0.1:0' } }
    await using server = await startTestServer({ config })
    expect(server.console).toMatchObject({ isClosed: false })
    expect(server.console?.link).toContain('?token=')
  })

  test('it is closed where that is open to the network', async () => {
    await using server = await startTestServer({ config: { console: { addr: '0.0.0.0:0' } } })
    expect(server.console).toMatchObject({ isClosed: true })
  })

  test('a taken one stops the start, by its name', async () => {
    const port = await freePort()
    await using _ = await startTestServer({ port })
    const config = { console: { addr: `127.0.0.1:${port}` } }
    await expect(startTestServer({ config })).rejects.toThrow(
      `console.addr: port ${port} of 127.0.0.1 is taken`,
    )
  })
})

test('where it is switched off there is none', async () => {
  await using server = await startTestServer({ config: { console: { enabled: false } } })
  expect(server.console).toBeUndefined()
  expect(await server.send('/')).toMatchObject({ status: 404 })
})
