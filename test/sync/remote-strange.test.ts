import { createServer, type RequestListener } from 'node:http'
import { describe, expect, test } from 'vitest'
import type { RepositoryName, Tag } from '../../server/oci/name.ts'
import { passwordLogin } from '../../server/sync/remote-login.ts'
import { openRemote, type Remote, type RemoteOptions } from '../../server/sync/remote.ts'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { listening } from '../support/listening.ts'
import { newShelf } from './image-in-memory.ts'

const cleanUp = cleanUpAfterAll()
const shelf = newShelf()
const named = (name: string): RepositoryName => name as RepositoryName
const v1 = { kind: 'tag', tag: 'v1' as Tag } as const

function open(url: string, options: Partial<RemoteOptions> = {}): Remote {
  const remote = openRemote({ url: new URL('/', url), agent: 'test/1', ...options })
  cleanUp.defer(() => remote.close())
  return remote
}

/** Something that answers like no registry of ours. */
async function listenTo(listener: RequestListener): Promise<string> {
  const { host } = cleanUp.use(await listening(createServer(listener)))
  return `http://${host}`
}

describe('another server', () => {
  test('gets no password of the one that sends us there', async () => {
    const layer = shelf.layer()
    const seen: (string | undefined)[] = []
    const elsewhere = await listenTo(async (request, response) => {
      seen.push(request.headers.authorization)
      response.end(Buffer.concat(await Array.fromAsync(shelf.fetch(layer))))
    })
    const url = await listenTo((request, response) => {
      const isIn = request.headers.authorization !== undefined
      if (!isIn) response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end()
      else if (request.url === '/v2/') response.end()
      else response.writeHead(307, { Location: `${elsewhere}/blob` }).end()
    })
    const there = open(url, { login: passwordLogin('alice', 'secret') }).repository(named('a'))
    expect(await Array.fromAsync(there.fetch(layer))).toHaveLength(1)
    expect(seen).toEqual([undefined])
  })

  test('that sends us round and round', async () => {
    const url = await listenTo((request, response) => {
      if (request.url === '/v2/') response.end()
      else response.writeHead(307, { Location: '/again' }).end()
    })
    const there = open(url).repository(named('a'))
    await expect(Array.fromAsync(there.fetch(shelf.layer()))).rejects.toThrow(/answered 307 to GET/)
  })

  test('that answers before it has all', async () => {
    const url = await listenTo((request, response) => {
      if (request.url === '/v2/') response.end()
      else if (request.method === 'POST') response.writeHead(202, { Location: '/up' }).end()
      else if (request.method === 'PUT')
        response.writeHead(507).end('{"errors":[{"message":"full"}]}')
      else response.writeHead(204).end()
    })
    const there = open(url).repository(named('a'))
    const layer = shelf.layer(50_000_000)
    await expect(there.push(layer, shelf.fetch(layer))).rejects.toThrow(/: full \(507\)$/)
  })

  test('that breaks off in the middle of a blob', async () => {
    const layer = shelf.layer(100_000)
    const url = await listenTo((request, response) => {
      if (request.url === '/v2/') return void response.end()
      response.writeHead(200, { 'Content-Length': '100000' })
      response.write(Buffer.alloc(1_000), () => response.destroy())
    })
    const there = open(url).repository(named('a'))
    await expect(Array.fromAsync(there.fetch(layer))).rejects.toThrow(/aborted/)
  })

  test('that tells nothing in answer to HEAD', async () => {
    const root = shelf.image([])
    const bytes = Buffer.concat(await Array.fromAsync(shelf.fetch(root)))
    const url = await listenTo((request, response) => {
      if (request.url === '/v2/') return void response.end()
      response.setHeader('Content-Type', `${root.mediaType}; charset=utf-8`)
      response.setHeader('Transfer-Encoding', 'chunked')
      response.end(request.method === 'GET' ? bytes : undefined)
    })
    expect(await open(url).repository(named('a')).resolve(v1)).toEqual(root)
  })

  test.each([
    ['http://127.0.0.1:1/', '127.0.0.1:1: nothing answers there'],
    ['http://no.such.host.invalid/', /^no\.such\.host\.invalid: (there is no such host|the name)/],
  ])('that is not there: %s', async (url, message) => {
    await expect(open(url).greet()).rejects.toThrow(message)
  })

  test('that speaks no TLS', async () => {
    const url = await listenTo((_, response) => void response.end())
    await expect(open(url.replace('http:', 'https:')).greet()).rejects.toThrow(
      /this is no https: try http$/,
    )
  })

  test('is left when a signal says so', async () => {
    const { promise: asked, resolve } = Promise.withResolvers<void>()
    const url = await listenTo((request, response) => {
      if (request.url === '/v2/') response.end()
      else resolve()
    })
    const controller = new AbortController()
    const found = open(url).repository(named('a')).resolve(v1, controller)
    await asked
    controller.abort(new Error('enough'))
    await expect(found).rejects.toThrow('enough')
  })

  test('that wants a login of a kind that is not known', async () => {
    const url = await listenTo((_, response) => {
      response.writeHead(401, { 'WWW-Authenticate': 'Negotiate' }).end()
    })
    const login = passwordLogin('alice', 'x')
    await expect(open(url, { login }).greet()).rejects.toThrow(/login of a kind that is not known/)
  })
})
