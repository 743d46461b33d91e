import { expect, test } from 'vitest'
import { load } from './loading.ts'

const ignored = 'Berth does not act on this key'

test.each<[yaml: string, ...warnings: string[]]>([
  ['health: {file: [{file: /a}]}', `2: health.file: ${ignored}`],
  ['health: {http: [{uri: http://a}]}', `2: health.http: ${ignored}`],
  ['health: {tcp: [{addr: a}]}', `2: health.tcp: ${ignored}`],
  ['redis: {addr: a}', `2: redis: ${ignored}`],
  ['middleware: {storage: [{name: cloudfront}]}', `2: middleware: ${ignored}`],
  ['reporting: {bugsnag: {apikey: a}}', `2: reporting: ${ignored}`],
  ['compatibility: {schema1: {enabled: true}}', `2: compatibility: ${ignored}`],
  ['policy: {repository: {classes: [image]}}', `2: policy: ${ignored}`],
  ['log: {hooks: [{type: mail}]}', `2: log.hooks: ${ignored}`],
  ['log: {reportcaller: true}', `2: log.reportcaller: ${ignored}`],
  [
    'storage: {redirect: {disable: false}}',
    '2: storage.redirect.disable: the filesystem driver serves blobs itself',
  ],
  [
    'storage: {inmemory: {}}',
    '2: storage.inmemory: images are kept in memory only and are gone when Berth stops',
  ],
  ['http: {http2: {disabled: false}}', `2: http.http2: ${ignored}`],
  ['http: {h2c: {enabled: true}}', `2: http.h2c: ${ignored}`],
  [
    'proxy: {remoteurl: "https://a", password: p}',
    '2: proxy: Berth is no pull-through cache: it serves only what is pushed to it, and takes pushes',
  ],
  ['log: {formatter: logstash}', '2: log.formatter: Berth has no logstash format and writes json'],
  [
    'storage: {cache: {blobdescriptor: redis}}',
    '2: storage.cache.blobdescriptor: Berth keeps this cache in memory, not in Redis',
  ],
  [
    'storage: {cache: {layerinfo: redis}}',
    '2: storage.cache.layerinfo: Berth keeps this cache in memory, not in Redis',
  ],
  [
    'http: {draintimeout: 60}',
    '2: http.draintimeout: 60 without a unit means nanoseconds; write 60s for seconds',
  ],
  [
    'http: {tls: {certificate: c, key: k, minimumtls: tls1.0}}',
    '2: http.tls.minimumtls: tls1.0 is not safe; Berth takes tls1.2 and later',
  ],
  [
    'http: {tls: {certificate: c, key: k, minimumtls: tls1.1}}',
    '2: http.tls.minimumtls: tls1.1 is not safe; Berth takes tls1.2 and later',
  ],
  [
    'http: {tls: {ciphersuites: [TLS_AES_128_GCM_SHA256]}}',
    '2: http.tls.ciphersuites: Berth uses the cipher suites of Node.js',
  ],
  [
    'http: {tls: {certificate: c, key: k, clientcas: [ca], clientauth: request-client-cert}}',
    '2: http.tls.clientauth: Berth always requires a client certificate and verifies it',
  ],
  ['http:\n  adr: ":1"', '3: http.adr: unknown key; did you mean http.addr?'],
  ['http: {Addr: ":1"}', '2: http.Addr: unknown key; did you mean http.addr?'],
  [
    'catalog: {max_entries: 1}',
    '2: catalog.max_entries: unknown key; did you mean catalog.maxentries?',
  ],
  [
    'rootdirectory: /a',
    '2: rootdirectory: unknown key; did you mean storage.filesystem.rootdirectory?',
  ],
  ['log: {storage: a}', '2: log.storage: unknown key; did you mean storage?'],
  ['http: {zzz: {a: b, c: d}}', '2: http.zzz: unknown key'],
  ['x-common: {a: b}\nwhat: 1', '2: x-common: unknown key', '3: what: unknown key'],
  [
    'validation: {manifests: {indexes: {platformlist: [{ox: a, os: b, architecture: c}]}}}',
    '2: validation.manifests.indexes.platformlist.0.ox: unknown key; did you mean validation.manifests.indexes.platformlist.0.os?',
  ],
])('%s', (yaml, ...warnings) => {
  const expected = warnings.map((text) => `config.yml:${text}`)
  expect(load({ yaml }).warnings).toEqual(expected)
})

test('a low minimum of TLS is raised', () => {
  const yaml = 'http: {tls: {certificate: c, key: k, minimumtls: tls1.0}}'
  expect(load({ yaml }).config.http.tls?.minimumTls).toBe('TLSv1.2')
})

test('what cannot be had is replaced by what comes nearest', () => {
  const yaml = 'log: {formatter: logstash}\nstorage: {cache: {blobdescriptor: redis}}'
  const { config } = load({ yaml })
  expect([config.log.formatter, config.storage.cache]).toEqual(['json', true])
})
