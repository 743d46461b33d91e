import { expect, test } from 'vitest'
import { ConfigError } from '../../server/config/config-error.ts'
import { load, problemsOf } from './loading.ts'

const addresses =
  'host:port, such as localhost:5000, 127.0.0.1:5000 or [::1]:5000, or :5000 for every interface'
const durations = 'a duration with units, such as 30s, 1m30s or 168h'
const open = 'login and would be open to everybody, allowed: htpasswd, none'
const drivers = 'filesystem, azure, inmemory'
const driver = `driver is not supported by this version of Berth, allowed: ${drivers}`
const purge = 'storage.maintenance.uploadpurging'

/** The file's first line is `version: 0.1`, so that these begin at line 2. */
test.each<[yaml: string, ...problems: string[]]>([
  ['log: {level: loud}', '2: log.level: found "loud", allowed: error, warn, info, debug'],
  ['loglevel: 5', '2: loglevel: found "5", allowed: error, warn, info, debug'],
  ['log: {formatter: xml}', '2: log.formatter: found "xml", allowed: text, json, logstash'],
  ['log: {fields: {a: [b]}}', '2: log.fields.a: found a list, allowed: a text'],
  ['log: {accesslog: true}', '2: log.accesslog: found "true", allowed: a section'],
  ['http: foo', '2: http: found a text, allowed: a section'],
  ['http: [a]', '2: http: found a list, allowed: a section'],
  [
    'storage: {delete: {enabled: maybe}}',
    '2: storage.delete.enabled: found "maybe", allowed: true, false',
  ],
  [
    'storage: {delete: {enabled: [true]}}',
    '2: storage.delete.enabled: found a list, allowed: true, false',
  ],
  [
    'storage: {delete: {enabled: {a: b}}}',
    '2: storage.delete.enabled: found a section, allowed: true, false',
  ],
  ['storage: {s3: {bucket: b}}', `2: storage.s3: the s3 ${driver}`],
  ['storage: s3', `2: storage.s3: the s3 ${driver}`],
  ['storage: {gcs: }', `2: storage.gcs: the gcs ${driver}`],
  ['storage: {swift: }', `2: storage.swift: the swift ${driver}`],
  ['storage: {oss: }', `2: storage.oss: the oss ${driver}`],
  [
    'storage: {filesytem: {rootdirectory: /i}}',
    `2: storage.filesytem: no such storage driver, allowed: ${drivers}; did you mean storage.filesystem?`,
  ],
  ['storage: ftp', `2: storage.ftp: no such storage driver, allowed: ${drivers}`],
  [
    'storage: [filesystem]',
    '2: storage: found a list, allowed: a section or the name of a storage driver',
  ],
  [
    'storage:\n  filesystem: {}\n  s3: {bucket: b}',
    '2: storage: found filesystem and s3, allowed: exactly one storage driver',
    `4: storage.s3: the s3 ${driver}`,
  ],
  [
    'storage: {cache: {blobdescriptor: disk}}',
    '2: storage.cache.blobdescriptor: found "disk", allowed: inmemory, redis, none',
  ],
  [
    `storage: {maintenance: {uploadpurging: {age: 168}}}`,
    `2: ${purge}.age: found "168", allowed: ${durations}`,
  ],
  [
    `storage: {maintenance: {uploadpurging: {age: -1h}}}`,
    `2: ${purge}.age: found "-1h", allowed: ${durations}`,
  ],
  [
    `storage: {maintenance: {uploadpurging: {age: 7d}}}`,
    `2: ${purge}.age: found "7d", allowed: ${durations}`,
  ],
  [
    `storage: {maintenance: {uploadpurging: {interval: 0}}}`,
    `2: ${purge}.interval: found "0", allowed: more than 0; to purge nothing set enabled: false`,
  ],
  [
    `storage: {maintenance: {uploadpurging: false}}`,
    `2: ${purge}: found "false", allowed: a section`,
  ],
  [
    'storage: {maintenance: {readonly: true}}',
    '2: storage.maintenance.readonly: found "true", allowed: a section',
  ],
  [
    'auth: {htpasswd: {path: /p}}',
    '2: auth.htpasswd.realm: missing; it is the name that a login shows',
  ],
  ['auth: {htpasswd: {realm: r}}', '2: auth.htpasswd.path: missing; it is the file with the users'],
  [
    'auth: htpasswd',
    '2: auth.htpasswd.realm: missing; it is the name that a login shows',
    '2: auth.htpasswd.path: missing; it is the file with the users',
  ],
  ['auth: {token: {realm: r}}', `2: auth.token: Berth has no token ${open}`],
  ['auth: silly', `2: auth.silly: Berth has no silly ${open}`],
  [
    'auth: {htpasswrd: {realm: r, path: p}}',
    '2: auth.htpasswrd: no such auth provider, allowed: htpasswd, none; did you mean auth.htpasswd?',
  ],
  [
    'auth: {htpasswd: {realm: r, path: p}, none: }',
    '2: auth: found htpasswd and none, allowed: exactly one auth provider',
  ],
  ['http: {addr: 5000}', `2: http.addr: found "5000", allowed: ${addresses}`],
  ['console: {addr: 5001}', `2: console.addr: found "5001", allowed: ${addresses}`],
  ['console: {enabled: maybe}', '2: console.enabled: found "maybe", allowed: true, false'],
  ['http: {addr: localhost}', `2: http.addr: found "localhost", allowed: ${addresses}`],
  ['http: {net: udp}', '2: http.net: found "udp", allowed: tcp, unix'],
  ['http: {net: unix}', '2: http.addr: missing; with http.net: unix it is the path of the socket'],
  ...['example.com', 'ftp://a', 'https://', '/a', 'https://a/?q', 'https://…@a'].map(
    (host): [string, string] => [
      `http: {host: "${host}"}`,
      `2: http.host: found "${host}", allowed: an http or https URL, such as https://registry.example.com`,
    ],
  ),
  ...['/a b/', '/../', '/a//b/', '/a?b', 'https://a/b'].map((prefix): [string, string] => [
    `http: {prefix: "${prefix}"}`,
    `2: http.prefix: found "${prefix}", allowed: a path, such as /registry/`,
  ]),
  ['http: {relativeurls: 1}', '2: http.relativeurls: found "1", allowed: true, false'],
  ['http: {draintimeout: soon}', `2: http.draintimeout: found "soon", allowed: ${durations}`],
  ['http: {headers: {"X A": [b]}}', '2: http.headers.X A: not the name of an HTTP header'],
  [
    'http: {headers: {X-A: ["b\\nX-C: d"]}}',
    String.raw`2: http.headers.X-A.0: found "b\nX-C: d", allowed: printable characters`,
  ],
  [
    'http: {headers: {X-A: {b: c}}}',
    '2: http.headers.X-A: found a section, allowed: printable characters',
  ],
  [
    'http:\n  allowedhosts:\n    - ok\n    - https://no',
    '5: http.allowedhosts.1: found "https://no", allowed: a host name without scheme, port and path',
  ],
  [
    'http: {tls: {certificate: c}}',
    '2: http.tls.key: missing; TLS needs http.tls.certificate and http.tls.key',
  ],
  [
    'http: {tls: {key: k}}',
    '2: http.tls.certificate: missing; TLS needs http.tls.certificate and http.tls.key',
  ],
  [
    'http: {tls: {clientcas: [ca]}}',
    '2: http.tls.certificate: missing; TLS needs http.tls.certificate and http.tls.key',
  ],
  [
    'http: {tls: {minimumtls: ssl3}}',
    '2: http.tls.minimumtls: found "ssl3", allowed: tls1.0, tls1.1, tls1.2, tls1.3',
  ],
  [
    'http: {tls: {clientauth: maybe}}',
    '2: http.tls.clientauth: found "maybe", allowed: request-client-cert, require-any-client-cert, verify-client-cert-if-given, require-and-verify-client-cert',
  ],
  [
    'http:\n  tls:\n    letsencrypt: {cachefile: f, email: e}',
    '4: http.tls.letsencrypt: Berth gets no certificates itself and would serve without TLS; set http.tls.certificate and http.tls.key, or put a proxy in front',
  ],
  ...['0', '1ns'].map((interval): [string, string] => [
    `health: {storagedriver: {interval: ${interval}}}`,
    '2: health.storagedriver.interval: allowed: at least 1ms; to check nothing set enabled: false',
  ]),
  [
    'health: {storagedriver: {interval: 10}}',
    `2: health.storagedriver.interval: found "10", allowed: ${durations}`,
  ],
  [
    'health: {storagedriver: {threshold: 0}}',
    '2: health.storagedriver.threshold: found "0", allowed: a whole number from 1',
  ],
  [
    'storage: {redirect: {disable: maybe}}',
    '2: storage.redirect.disable: found "maybe", allowed: true, false',
  ],
  ['catalog: {maxentries: many}', '2: catalog.maxentries: found "many", allowed: a whole number'],
  ['tags: {maxtags: -1}', '2: tags.maxtags: found "-1", allowed: a whole number from 0'],
  ['tags: {maxtags: 1.5}', '2: tags.maxtags: found "1.5", allowed: a whole number from 0'],
  [
    'validation: {manifests: {urls: {allow: ["("]}}}',
    '2: validation.manifests.urls.allow.0: found "(", allowed: a regular expression',
  ],
  [
    'validation: {manifests: {indexes: {platforms: some}}}',
    '2: validation.manifests.indexes.platforms: found "some", allowed: all, none, list',
  ],
  [
    'validation: {manifests: {indexes: {platformlist: [{os: linux}]}}}',
    '2: validation.manifests.indexes.platformlist.0: a platform needs both os and architecture',
  ],
])('%s', (yaml, ...problems) => {
  expect(problemsOf(() => load({ yaml }))).toEqual(problems.map((text) => `config.yml:${text}`))
})

test('a login in a URL is not repeated', () => {
  const [message] = problemsOf(() => load({ yaml: 'http: {host: "https://me:hunter2@a"}' }))
  expect(message).toContain('found "https://…@a"')
})

test('a long value is cut', () => {
  const [message = ''] = problemsOf(() => load({ yaml: `log: {level: ${'x'.repeat(5000)}}` }))
  expect(message.length).toBeLessThan(200)
})

test.each([
  [{ port: 65_536 }, '--port: found "65536", allowed: a port from 0 to 65535'],
  [{ port: 'http' }, '--port: found "http", allowed: a port from 0 to 65535'],
  [{ addr: 'nowhere' }, `--addr: found "nowhere", allowed: ${addresses}`],
])('flag %j', (overrides, expected) => {
  expect(problemsOf(() => load({ overrides }))).toEqual([expected])
})

test('one start tells of everything that is wrong', () => {
  const yaml = 'log: {level: loud}\nhttp:\n  addr: x\n  tls: {key: k}\ntags: {maxtags: x}'
  const problems = problemsOf(() => load({ yaml, env: { REGISTRY_HTTP_NET: 'udp' } }))
  expect(problems.map((text) => text.split(': ', 2).join(' '))).toEqual([
    'config.yml:2 log.level',
    'config.yml:4 http.addr',
    'config.yml:5 http.tls.certificate',
    'config.yml:6 tags.maxtags',
    'REGISTRY_HTTP_NET http.net',
  ])
})

test('the message of the error lists the problems', () => {
  const place = { source: 'c.yml', line: 3 }
  const one = new ConfigError([{ place, key: 'a.b', message: 'wrong' }])
  const two = new ConfigError([...one.problems, { place: { source: 'c.yml' }, message: 'bad' }])
  expect(one.message).toBe('c.yml:3: a.b: wrong')
  expect(two.message).toBe('the configuration has 2 problems:\n  c.yml:3: a.b: wrong\n  c.yml: bad')
})
