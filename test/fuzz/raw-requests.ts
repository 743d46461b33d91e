import type { Random } from '../faults/random.ts'
import type { Known, MalformedRequest } from './requests.ts'

type Maker = (random: Random, known: Known) => string | Buffer

const host = 'Host: localhost\r\n'
const close = 'Connection: close\r\n'

const requestLines = [
  'GET  /v2/  HTTP/1.1',
  'GET /v2/ HTTP/9.9',
  'GET /v2/ HTTP/1.1 extra',
  'GET /v2/ http/1.1',
  'GET /v2/',
  'get /v2/ HTTP/1.1',
  'G\u0000T /v2/ HTTP/1.1',
  'GET /v2/\u0000 HTTP/1.1',
  'GET /v2/\t HTTP/1.1',
  'GET v2/ HTTP/1.1',
  'GET * HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'CONNECT evil.example:443 HTTP/1.1',
  'GET http://evil.example/v2/ HTTP/1.1',
  'GET http://[::1/v2/ HTTP/1.1',
  'GET //v2//_catalog HTTP/1.1',
  'GET //evil.example/v2/ HTTP/1.1',
  'GET /../canary.txt HTTP/1.1',
  'GET /v2/../../canary.txt HTTP/1.1',
  'GET /%2e%2e/canary.txt HTTP/1.1',
  'GET /v2/%2e%2e/%2e%2e/canary.txt HTTP/1.1',
  'GET /v2/#/../../canary.txt HTTP/1.1',
  'GET /v2/?%00=%ff&&&===&a[]=1 HTTP/1.1',
  'GET /.berth/ HTTP/1.1',
  'GET \\v2\\ HTTP/1.1',
  `GET /v2/${'a'.repeat(100_000)} HTTP/1.1`,
  `GET /v2/?${'a=b&'.repeat(20_000)} HTTP/1.1`,
  `${'A'.repeat(10_000)} /v2/ HTTP/1.1`,
  'PRI * HTTP/2.0',
]

const headerLines = [
  '',
  `${host}Host: evil.example\r\n`,
  'Host: evil.example\r\n',
  'Host: localhost:99999\r\n',
  'Host: a b\r\n',
  'Host:\r\n',
  'Host: [::1\r\n',
  `${host}X-Big: ${'x'.repeat(100_000)}\r\n`,
  `${host}${Array.from({ length: 3000 }, (_, at) => `X-${at}: y\r\n`).join('')}`,
  `${host}No colon here\r\n`,
  `${host}Space : before\r\n`,
  `${host}Folded: a\r\n b\r\n`,
  `${host}Nul: a\u0000b\r\n`,
  `${host}Bare: a\rb\r\n`,
  `${host}: empty\r\n`,
  `${host}Expect: something\r\n`,
  `${host}Content-Length: -1\r\n`,
  `${host}Content-Length: abc\r\n`,
  `${host}Content-Length: 1e5\r\n`,
  `${host}Content-Length: 5, 6\r\n`,
  `${host}Content-Length: 5\r\nContent-Length: 6\r\n`,
  `${host}Content-Length: 99999999999999999999999\r\n`,
  `${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n`,
  `${host}Transfer-Encoding: gzip\r\n`,
  `${host}Transfer-Encoding: chunked, identity\r\n`,
  `${host}Transfer-Encoding: xchunked\r\n`,
  `${host}Upgrade: websocket\r\nConnection: upgrade\r\n`,
]

const chunkedBodies = [
  'zz\r\nabc\r\n0\r\n\r\n',
  '-5\r\nabcde\r\n0\r\n\r\n',
  'FFFFFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n',
  '3\r\nabcdef\r\n0\r\n\r\n',
  '3 \r\nabc\r\n0\r\n\r\n',
  '3\nabc\n0\n\n',
  '3\r\nabc',
  '0\r\nTrailer\u0000: x\r\n\r\n',
  `3;${'x'.repeat(20_000)}\r\nabc\r\n0\r\n\r\n`,
  '',
  '\r\n\r\n',
]

const makers: readonly Maker[] = [
  (random) => `${random.pick(requestLines)}\r\n${host}${close}\r\n`,
  (random, { name, tag }) => {
    const method = random.pick(['GET', 'PUT', 'HEAD', 'DELETE'])
    return `${method} /v2/${name}/manifests/${tag} HTTP/1.1\r\n${random.pick(headerLines)}\r\nhello`
  },
  (random, { name, uploadId, tag }) => {
    const target = random.pick([`blobs/uploads/${uploadId}`, `manifests/${tag}`, 'blobs/uploads/'])
    const method = random.pick(['PATCH', 'PUT', 'POST'])
    const lines = `${host}Transfer-Encoding: chunked\r\n\r\n`
    return `${method} /v2/${name}/${target} HTTP/1.1\r\n${lines}${random.pick(chunkedBodies)}`
  },
  (random, { name, uploadId, tag }) => {
    const target = random.pick([`blobs/uploads/${uploadId}`, `manifests/${tag}`, 'blobs/uploads/'])
    const method = random.pick(['PATCH', 'PUT', 'POST'])
    const length = random.pick([100, 1e6, 1e12, Number.MAX_SAFE_INTEGER])
    return `${method} /v2/${name}/${target} HTTP/1.1\r\n${host}Content-Length: ${length}\r\n\r\nabc`
  },
  (random) =>
    Buffer.from(Array.from({ length: random.between(1, 500) }, () => random.between(0, 255))),
  () => Buffer.from('160301020001000000fc0303', 'hex'),
  (random) => 'GET /v2/ HTTP/1.1\r\nHost: localhost\r\n\r\n'.slice(0, random.between(1, 36)),
  (random) => `GET /v2/ HTTP/1.1\nHost: localhost\n${random.pick(['', close])}\n`,
]

/** Bytes that are not HTTP, or just not any more; after them the client closes its side. */
export function rawRequest(random: Random, known: Known): MalformedRequest {
  const made = random.pick(makers)(random, known)
  const bytes = typeof made === 'string' ? Buffer.from(made, 'latin1') : made
  const [method = '', target = ''] = bytes.toString('latin1').split(' ', 2)
  return { bytes, method, target, isHttp: false, refused: false, halfClosed: true }
}
