/**
 * Values that the grammar of the distribution spec does not allow, as they stand in a request
 * target: percent-encoded where the writer of a client would, raw where an attacker would.
 */

const hex = '0123456789abcdef'.repeat(4)

/** Ways out of a folder, for wherever a path may be made of what came in. */
const escapes = [
  '..',
  '../..',
  '../../../../../../canary.txt',
  '%2e%2e',
  '%2e%2e/%2e%2e/%2e%2e/canary.txt',
  '..%2f..%2f..%2f..%2fcanary.txt',
  '%2e%2e%2f%2e%2e%2f%2e%2e%2fcanary.txt',
  '%252e%252e%252fcanary.txt',
  '..%5c..%5ccanary.txt',
  '..\\..\\canary.txt',
  '%c0%ae%c0%ae%c0%afcanary.txt',
  '....//....//canary.txt',
  '..%00',
  '.',
]

/** What no decoder should let pass. */
const undecodable = ['%', '%z', '%zz', 'a%2', '%ff%fe', '%c3%28', '%ed%a0%80', 'a%00b', '%00']

/** Not repository names. */
export const names = [
  ...escapes,
  ...undecodable.map((text) => `fuzz/${text}`),
  'UPPER',
  'fuzz//app',
  '/fuzz',
  '-fuzz',
  'fuzz-',
  'fuzz..app',
  'fuzz/_uploads',
  'fuzz/_manifests/tags',
  '_layers',
  'fuzz%20app',
  'fuzz;app',
  'fuzz:app',
  'fuzz@app',
  'fuzz*',
  'f%C3%BCzz',
  'füzz',
  '%F0%9F%90%B3',
  'a'.repeat(300),
  'a/'.repeat(200) + 'a',
] as const

/** Not tags, and not digests either. */
export const references = [
  ...escapes,
  ...undecodable,
  '.x',
  '-x',
  'x'.repeat(129),
  'x'.repeat(4000),
  'x%20y',
  'x%0d%0aSet-Cookie:%20a=b',
  'ü',
  '@latest',
  'latest@',
  'latest:latest',
  `sha256:${hex}0`,
  `sha256:${hex.slice(1)}`,
] as const

/** Not digests. */
export const digests = [
  ...escapes.map((text) => `sha256:${text}`),
  ...undecodable.map((text) => `sha256:${text}`),
  'sha256',
  'sha256:',
  ':',
  `:${hex}`,
  `sha256:${hex.slice(1)}`,
  `sha256:${hex}0`,
  `sha256:${hex.toUpperCase()}`,
  `sha256:${'g'.repeat(64)}`,
  `SHA256:${hex}`,
  `sha512:${hex}`,
  `md5:${hex.slice(0, 32)}`,
  `sha256:sha256:${hex}`,
  `sha256:${hex}%00`,
  `sha256:${hex}%20`,
  `sha256:${'0'.repeat(5000)}`,
] as const

/** Not the ids of uploads that anyone began. */
export const uploadIds = [
  ...escapes,
  ...undecodable,
  '00000000-0000-0000-0000-000000000000',
  '00000000-0000-4000-8000-00000000000G',
  'x',
  'data',
  'x'.repeat(1000),
] as const

/** Odd values of any query parameter; many are right for one and wrong for another. */
export const queryValues = [
  ...escapes,
  ...undecodable,
  ...digests,
  '',
  '-1',
  '0',
  '1e99',
  '99999999999999999999999',
  '1.5',
  '0x10',
  'NaN',
  'Infinity',
  '%20 5',
  '+5',
  '%EF%BC%95',
  'null',
  'true',
  '[]',
  'a'.repeat(5000),
  "'%20or%201=1--",
] as const

/** Header lines, complete, that a parser of HTTP lets pass and an application may stumble over. */
export const headers = [
  'Content-Range: bytes 0-1/2',
  'Content-Range: 5-1',
  'Content-Range: -1-5',
  'Content-Range: a-b',
  'Content-Range: 0-99999999999999999999999',
  'Content-Range: 99999999999999999999998-99999999999999999999999',
  'Content-Range: 0-',
  'Content-Range: -',
  'Content-Range: 1e3-2e3',
  'Content-Range: 0-0, 1-1',
  `Content-Range: ${'9'.repeat(4000)}-0`,
  'Range: bytes=',
  'Range: bytes=5-1',
  'Range: bytes=-0',
  'Range: bytes=-',
  'Range: bytes=a-b',
  'Range: items=0-1',
  'Range: bytes=999999999999-',
  'Range: bytes=-99999999999999999999999',
  'Range: bytes=0-1e9',
  `Range: bytes=${'0-0,'.repeat(1000)}0-0`,
  'Content-Type:',
  'Content-Type: text/html',
  'Content-Type: application/json; charset=\u00ff',
  'Content-Type: application/vnd.oci.image.manifest.v1+json;;;=',
  'Content-Type: multipart/form-data; boundary=x',
  `Content-Type: application/${'x'.repeat(5000)}`,
  'Content-Encoding: gzip',
  'Accept:',
  'Accept: \u00ff/\u00fe;q=x',
  `Accept: ${'a/b,'.repeat(2000)}`,
  'Authorization: Basic',
  'Authorization: Basic %%%',
  'Authorization: Basic bm9jb2xvbg==',
  'Authorization: Basic AAAA////',
  'Authorization: Bearer x',
  `Authorization: Basic ${'A'.repeat(8000)}`,
  'Origin: null',
  'Origin: http://evil.example',
  'Sec-Fetch-Site: cross-site',
  'If-None-Match: *',
  'If-None-Match: "',
  'If-Match: "x"',
  'If-Modified-Since: yesterday',
  'If-Range: \u0080',
  'X-Forwarded-Proto: javascript',
  'X-Forwarded-Host: evil.example/"><script>',
  'X-Forwarded-For: ::::, 1.2.3.4.5.6',
  'Forwarded: host="\\"; proto=;;;for=',
  'X-HTTP-Method-Override: DELETE',
  'Cookie: __proto__=1; constructor=x',
  'Upgrade: h2c',
  'TE: trailers, deflate;q=0.5',
  'Docker-Upload-UUID: ../../..',
  'Docker-Content-Digest: sha256:x',
] as const

/** Methods that a registry does not know. */
export const methods = ['TRACE', 'PROPFIND', 'M-SEARCH', 'LINK', 'PURGE', 'MKCOL', 'COPY'] as const
