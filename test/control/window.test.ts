import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { cleanUpAfterAll } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/folder.ts'
import { head, openRaw } from '../http/raw.ts'
import { startTestServer } from '../http/server.ts'

const cleanUp = cleanUpAfterAll()
const { path: root } = cleanUp.use(await temporaryFolder('window'))
const folder = join(root, 'renderer')
const PAGE = '<!doctype html><base href="/" /><script type="module" src="./assets/a.js"></script>'
const SCRIPT = 'console.log(1)\n'.repeat(100)
await mkdir(join(folder, 'assets'), { recursive: true })
const files: readonly (readonly [name: string, content: string | Buffer])[] = [
  ['index.html', PAGE],
  ['berth.svg', '<svg/>'],
  ['notes.xyz', 'of no type'],
  ['assets/index-uT2dLPVK.js', SCRIPT],
  ['assets/index-uT2dLPVK.js.br', brotliCompressSync(SCRIPT)],
  ['assets/index-uT2dLPVK.js.gz', gzipSync(SCRIPT)],
  ['assets/page-B3e6z89w.css', 'body{}'],
  ['assets/font-B3e6z89w.woff2', 'font'],
]
await Promise.all(files.map(([name, content]) => writeFile(join(folder, name), content)))
await writeFile(join(root, 'secret.txt'), 'not for the browser')

const server = cleanUp.use(await startTestServer({ consoleFolder: folder }))
const HTML = { accept: 'text/html,application/xhtml+xml' }

test.each([
  ['/', 'text/html; charset=utf-8', 'no-cache'],
  ['/berth.svg', 'image/svg+xml', 'no-cache'],
  [
    '/assets/index-uT2dLPVK.js',
    'text/javascript; charset=utf-8',
    'public, max-age=31536000, immutable',
  ],
  ['/assets/page-B3e6z89w.css', 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'],
  ['/assets/font-B3e6z89w.woff2', 'font/woff2', 'public, max-age=31536000, immutable'],
])('%s is %s', async (path, type, caching) => {
  const answer = await server.send(path)
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'content-type': type, 'cache-control': caching },
  })
  const whole = await server.send(path, { method: 'HEAD' })
  expect(whole.headers['content-length']).toBe(String(answer.body.length))
  expect(whole.body).toHaveLength(0)
})

test.each([
  ['br, gzip', 'br', brotliDecompressSync],
  ['gzip;q=0.5', 'gzip', gunzipSync],
  ['identity', undefined, (bytes: Buffer) => bytes],
  ['br;q=0', undefined, (bytes: Buffer) => bytes],
])('to whoever takes %j a script comes as %s', async (accepted, encoding, unpack) => {
  const headers = { 'accept-encoding': accepted }
  const answer = await server.send('/assets/index-uT2dLPVK.js', { headers })
  expect(answer.headers['content-encoding']).toBe(encoding)
  expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8')
  expect(answer.headers.vary).toBe('Accept-Encoding')
  expect(unpack(answer.body).toString()).toBe(SCRIPT)
})

test.each([
  '/',
  '/images',
  '/images/team/api',
  '/images/team/api:v1.2.3',
  `/images/team/api@sha256:${'a'.repeat(64)}`,
  '/settings?theme=dark',
  '/index.html',
])('a person who goes to %s gets the window', async (path) => {
  const answer = await server.send(path, { headers: HTML })
  expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' } })
  expect(answer.body.toString()).toBe(PAGE)
})

test.each([
  ['GET', '/v2/', {}],
  ['GET', '/v2/_catalog', HTML],
  ['GET', '/v1/_ping', HTML],
  ['GET', '/elsewhere', {}],
  ['GET', '/assets/gone-12345678.js', {}],
  ['GET', '/notes.xyz', {}],
  ['POST', '/', HTML],
  ['DELETE', '/images', HTML],
])('%s %s is the registry’s', async (method, path, headers) => {
  const answer = await server.send(path, { method, headers })
  expect(answer.headers['docker-distribution-api-version']).toBe('registry/2.0')
})

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%5c..%5csecret.txt',
  '//etc/passwd',
  '/assets/index-uT2dLPVK.js%00',
])('no path leads out of the folder: %s', async (path) => {
  using raw = await openRaw(server.port)
  raw.write(head(`GET ${path}`, { Connection: 'close' }))
  const answer = await raw.ended()
  expect(answer).toMatch(/^HTTP\/1.1 404 /)
  expect(answer).not.toContain('not for the browser')
})

describe('what a browser may do with it', () => {
  test.each([
    ['GET', '/', 200],
    ['GET', '/assets/index-uT2dLPVK.js', 200],
    ['POST', '/api/rpc/session.get', 401],
    ['GET', '/api/events', 401],
  ])('%s %s', async (method, path, status) => {
    const { headers, status: found } = await server.send(path, { method })
    expect(found).toBe(status)
    const policy = headers['content-security-policy']?.toString() ?? ''
    expect(policy.split('; ').toSorted()).toEqual([
      "base-uri 'self'",
      "default-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "object-src 'none'",
      "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    ])
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
  })
})

test('below a prefix every address starts there', async () => {
  const config = { http: { prefix: '/below/' } }
  await using below = await startTestServer({ consoleFolder: folder, config })
  const answer = await below.send('/below/images/a', { headers: HTML })
  expect(answer.body.toString()).toContain('<base href="/below/" />')
  expect(await below.send('/below/berth.svg')).toMatchObject({ status: 200 })
  expect(await below.send('/berth.svg')).toMatchObject({ status: 404 })
  expect(await below.send('/', { headers: HTML })).toMatchObject({ status: 404 })
})

test('a window that is built anew is the one that is served', async () => {
  const other = join(root, 'built-later')
  await using later = await startTestServer({ consoleFolder: other })
  const before = await later.send('/', { headers: HTML })
  expect(before).toMatchObject({ status: 200 })
  expect(before.body.toString()).toContain('npm run build')

  await mkdir(other)
  await writeFile(join(other, 'new.js'), SCRIPT)
  await writeFile(join(other, 'index.html'), PAGE)
  expect((await later.send('/', { headers: HTML })).body.toString()).toBe(PAGE)
  expect(await later.send('/new.js')).toMatchObject({ status: 200 })
  await rm(other, { recursive: true })
})
