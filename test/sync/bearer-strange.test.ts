import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { readFile } from 'node:fs/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { describe, expect, test } from 'vitest'
import type { RepositoryName, Tag } from '../../server/oci/name.ts'
import { tokenServiceOf } from '../../server/sync/token.ts'
import { passwordLogin } from '../../server/sync/remote-login.ts'
import { openRemote, type Remote } from '../../server/sync/remote.ts'
import { makeCertificate } from '../support/certificate.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { listening } from '../support/listening.ts'
import { newShelf } from './image-in-memory.ts'

const cleanUp = cleanUpAfterAll()
const shelf = newShelf()
const v1 = { kind: 'tag', tag: 'v1' as Tag } as const
const named = (name: string): RepositoryName => name as RepositoryName
const login = passwordLogin('alice', 'secret')

function open(url: string): Remote {
  const remote = openRemote({ url: new URL('/', url), agent: 'test/1', login })
  cleanUp.defer(() => remote.close())
  return remote
}

async function listenTo(listener: RequestListener): Promise<string> {
  const { host } = cleanUp.use(await listening(createServer(listener)))
  return `http://${host}`
}

interface Strange {
  /** Whether the registry takes this token. */
  readonly takes: (token: string, request: IncomingMessage) => boolean
  readonly error?: string
}

/** A registry whose tokens are `t1`, `t2` and so on. */
async function strange({ takes, error = 'invalid_token' }: Strange) {
  let given = 0
  const url = await listenTo((request, response) => {
    if (request.url?.startsWith('/token')) {
      return void response.end(JSON.stringify({ token: `t${++given}`, expires_in: 3600 }))
    }
    request.resume()
    const [, token = ''] = /^Bearer (.*)$/.exec(request.headers.authorization ?? '') ?? []
    if (token !== '' && takes(token, request)) {
      const location = `http://${request.headers.host}/upload`
      return void response.writeHead(request.method === 'POST' ? 202 : 201, { location }).end()
    }
    const challenge = `Bearer realm="http://${request.headers.host}/token",service="x",error="${error}"`
    return void response.writeHead(401, { 'WWW-Authenticate': challenge }).end()
  })
  return { url, given: () => given }
}

describe('a token that ends before its time', () => {
  test('is fetched anew once, and the request goes on', async () => {
    const { url, given } = await strange({
      takes: (token, { method }) => method !== 'PUT' || token === 't2',
    })
    const there = open(url).repository(named('a'))
    const root = shelf.image([])
    await there.push(root, shelf.fetch(root))
    expect(given()).toBe(2)
  })

  test('in the middle of a blob ends this try; the next one has another', async () => {
    const { url, given } = await strange({
      takes: (token, { method }) => method !== 'PUT' || token === 't2',
    })
    const there = open(url).repository(named('a'))
    const layer = shelf.layer(1000)
    await expect(there.push(layer, shelf.fetch(layer))).rejects.toMatchObject({
      kind: 'login-expired',
    })
    await there.push(layer, shelf.fetch(layer))
    expect(given()).toBe(2)
  })

  test('and whose successor is refused too is no loop', async () => {
    const { url, given } = await strange({ takes: () => false })
    await expect(open(url).repository(named('a')).resolve(v1)).rejects.toThrow(/refuses this user/)
    expect(given()).toBe(2)
  })
})

const service = (registry: string, realm: string) =>
  tokenServiceOf(new URL(registry), { scheme: 'bearer', parameters: { realm, service: 's' } })

describe('a password is told', () => {
  test('to no other server that a registry sends us to, nor is a token', async () => {
    const seen: (string | undefined)[] = []
    const elsewhere = await listenTo((request, response) => {
      seen.push(request.headers.authorization)
      // Nor does it get any when it asks.
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="give"' }).end()
    })
    const url = await listenTo((request, response) => {
      if (request.url === '/v2/' || request.headers.authorization === undefined) {
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end()
      } else response.writeHead(307, { Location: `${elsewhere}/blob` }).end()
    })
    const there = open(url).repository(named('a'))
    await expect(Array.fromAsync(there.fetch(shelf.layer()))).rejects.toThrow(/answered 401|login/)
    expect(seen).toEqual([undefined])
  })

  test.each([
    ['https://r.example.com', 'https://tokens.example.com/t'],
    ['http://r.example.com', 'http://tokens.example.com/t'],
    ['http://r.example.com', 'https://tokens.example.com/t'],
  ])('by %s to %s', (registry, realm) => {
    expect(service(registry, realm)).toMatchObject({ service: 's', realm: new URL(realm) })
  })

  test.each([
    ['http://tokens.example.com/t', /http:\/\/tokens.example.com is not reached by https/],
    ['http://r.example.com/t', /is not reached by https/],
    ['ftp://r.example.com/t', /is not reached by https/],
    ['/token', /names no token service/],
    ['', /names no token service/],
  ])('by one that is reached by https not to %j', (realm, why) => {
    expect(() => service('https://r.example.com', realm)).toThrow(why)
  })

  test('to no token service that is not reached by https, by one that is', async () => {
    const { path } = cleanUp.use(await temporaryFolder('tls'))
    const { certificate, key } = await makeCertificate(path)
    const seen: string[] = []
    const realm = await listenTo((request, response) => {
      seen.push(request.url ?? '')
      response.end('{"token":"x"}')
    })
    const pem = { cert: await readFile(certificate), key: await readFile(key) }
    const server = createTlsServer(pem, (_, response) => {
      const challenge = `Bearer realm="${realm}/token",service="x"`
      response.writeHead(401, { 'WWW-Authenticate': challenge }).end()
    })
    const { host } = cleanUp.use(await listening(server))
    const trusted = getCACertificates('default')
    setDefaultCACertificates([...trusted, String(pem.cert)])
    const asked = open(`https://${host}`).greet()
    await expect(asked).rejects.toThrow(/is not reached by https; no login is sent there$/)
    setDefaultCACertificates(trusted)
    expect(seen).toEqual([])
  })
})
