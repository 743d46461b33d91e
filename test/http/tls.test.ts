import { once } from 'node:events'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect, type ConnectionOptions, type SecureVersion } from 'node:tls'
import { beforeAll, expect, test } from 'vitest'
import { makeCertificate, type Certificate } from '../support/certificate.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { describeWith } from '../support/tools.ts'
import { head, openRaw } from './raw.ts'
import { startTestServer, type TestServer } from './server.ts'

describeWith(['openssl'], 'TLS', () => {
  const cleanUp = cleanUpAfterAll()
  const made: Certificate[] = []
  let ca = ''
  let folder = ''

  beforeAll(async () => {
    folder = cleanUp.use(await temporaryFolder('tls')).path
    for (const name of ['own', 'client', 'stranger']) {
      await mkdir(join(folder, name))
      made.push(await makeCertificate(join(folder, name)))
    }
    ca = await readFile(own().certificate, 'utf8')
  })

  function certificate(index: number): Certificate {
    const found = made[index]
    if (!found) throw new Error('openssl made no certificate')
    return found
  }
  const own = () => certificate(0)
  const client = () => certificate(1)
  const stranger = () => certificate(2)

  const startTls = async (tls: object = {}, http: object = {}): Promise<TestServer> => {
    const files = { certificate: own().certificate, key: own().key }
    return cleanUp.use(
      await startTestServer({ config: { http: { ...http, tls: { ...files, ...tls } } } }),
    )
  }

  /** One request over a connection with these options. */
  async function ask({ port }: TestServer, options: ConnectionOptions = {}): Promise<string> {
    const socket = connect({ host: '127.0.0.1', port, ca, ...options })
    await once(socket, 'secureConnect')
    socket.write(head('GET /v2/', { Connection: 'close' }))
    return await text(socket)
  }

  test('serves over TLS, and says so in its addresses', async () => {
    const server = await startTls()
    expect(server.url).toBe(`https://127.0.0.1:${server.port}`)
    const answer = await server.send('/v2/a/blobs/uploads/', { method: 'POST', ca })
    expect(answer.status).toBe(202)
    expect(answer.headers.location).toMatch(new RegExp(`^${server.url}/v2/a/blobs/uploads/`))
  })

  const versioned = async (tls: object, version: SecureVersion): Promise<string> =>
    ask(await startTls(tls), { minVersion: version, maxVersion: version })

  test.each([
    ['TLSv1.2', {}],
    ['TLSv1.3', {}],
    ['TLSv1.3', { minimumtls: 'tls1.3' }],
  ] as const)('%s is spoken with %j', async (version, tls) => {
    expect(await versioned(tls, version)).toMatch(/^HTTP\/1\.1 200 /)
  })

  test.each([
    ['TLSv1.1', {}],
    ['TLSv1.1', { minimumtls: 'tls1.0' }],
    ['TLSv1.2', { minimumtls: 'tls1.3' }],
  ] as const)('%s is not with %j', async (version, tls) => {
    await expect(versioned(tls, version)).rejects.toThrow(/ssl|protocol|version|ECONNRESET/i)
  })

  test('a client certificate is demanded and verified', async () => {
    const server = await startTls({ clientcas: [client().certificate] })
    expect(await ask(server, await identity(client()))).toMatch(/^HTTP\/1\.1 200 /)
    // TLS 1.3 tells a client only after its handshake: it gets no answer, or an error.
    for (const options of [{}, await identity(stranger())]) {
      expect(await ask(server, options).catch(() => '')).toBe('')
    }
  })

  test('a handshake that nobody goes on with does not hold the server up', async () => {
    const server = await startTls({}, { draintimeout: '50ms' })
    using raw = await openRaw(server.port)
    await ask(server)
    await server.stop()
    expect(await raw.ended()).toBe('')
  })

  test('an upload in flight finishes while the server stops', async () => {
    const server = await startTls({}, { draintimeout: '1h' })
    const started = await server.send('/v2/a/blobs/uploads/', { method: 'POST', ca })
    const { pathname } = new URL(started.headers.location ?? '')
    const socket = connect({ host: '127.0.0.1', port: server.port, ca })
    socket.write(head(`PATCH ${pathname}`, { 'Content-Length': '10', Expect: '100-continue' }))
    const [invitation] = (await once(socket, 'data')) as [Buffer]
    expect(invitation.toString()).toContain('100 Continue')
    const stopped = server.stop()
    socket.write('0123456789')
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 202 [^]*Connection: close/)
    await stopped
  })

  test('a request in plain HTTP gets no answer', async () => {
    const server = await startTls()
    using raw = await openRaw(server.port)
    raw.write(head('GET /v2/'))
    expect(await raw.ended()).not.toMatch(/^HTTP\/1\.1 200 /)
  })

  test('a key that is missing stops the start', async () => {
    await expect(startTls({ key: join(folder, 'nothing.pem') })).rejects.toThrow('nothing.pem')
  })
})

async function identity(of: Certificate): Promise<ConnectionOptions> {
  return { cert: await readFile(of.certificate), key: await readFile(of.key) }
}
