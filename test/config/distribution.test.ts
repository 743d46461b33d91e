import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { keys } from '../../server/config/keys.ts'
import { knownPaths } from '../../server/config/schema.ts'
import { imageFolder, load, problemsOf } from './loading.ts'

/** The file in the `registry:2` image. */
const registry2 = `log:
  fields:
    service: registry
storage:
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: /var/lib/registry
http:
  addr: :5000
  headers:
    X-Content-Type-Options: [nosniff]
health:
  storagedriver:
    enabled: true
    interval: 10s
    threshold: 3
`

test('the file of registry:2 just works', () => {
  const loaded = load({ yaml: registry2 })
  const { config, warnings } = loaded
  expect(imageFolder(loaded)).toBe('/var/lib/registry')
  expect(config.storage.cache).toBe(true)
  expect(config.storage.deleteEnabled).toBe(false)
  expect(config.log.fields).toEqual({ service: 'registry' })
  expect(config.http.listen).toEqual([{ kind: 'tcp', port: 5000 }])
  expect(config.http.headers).toEqual({ 'X-Content-Type-Options': ['nosniff'] })
  expect(config.health.storageDriver).toEqual({ enabled: true, interval: 10_000, threshold: 3 })
  expect(warnings).toEqual([])
})

test('the variables that people give registry:2 just work', () => {
  const env = {
    REGISTRY_AUTH: 'htpasswd',
    REGISTRY_AUTH_HTPASSWD_REALM: 'Registry Realm',
    REGISTRY_AUTH_HTPASSWD_PATH: '/auth/htpasswd',
    REGISTRY_HTTP_ADDR: '0.0.0.0:443',
    REGISTRY_HTTP_TLS_CERTIFICATE: '/certs/domain.crt',
    REGISTRY_HTTP_TLS_KEY: '/certs/domain.key',
    REGISTRY_HTTP_SECRET: 'asecret',
    REGISTRY_LOG_LEVEL: 'error',
    REGISTRY_STORAGE_DELETE_ENABLED: 'true',
    REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: '/images',
  }
  const loaded = load({ yaml: registry2, env })
  const { config, warnings } = loaded
  expect(warnings).toEqual([])
  expect(config.auth.htpasswd?.path).toBe('/auth/htpasswd')
  expect(config.http.listen).toEqual([{ kind: 'tcp', host: '0.0.0.0', port: 443 }])
  expect(config.http.tls?.certificate).toBe('/certs/domain.crt')
  expect(config.log.level).toBe('error')
  expect(config.storage.deleteEnabled).toBe(true)
  expect(imageFolder(loaded)).toBe('/images')
})

/** Every key that Distribution documents for versions 2 and 3, with a value it would take. */
const documented: Readonly<Record<string, unknown>> = {
  'log.accesslog.disabled': true,
  'log.level': 'debug',
  'log.formatter': 'logstash',
  'log.fields.service': 'registry',
  'log.hooks': [{ type: 'mail', levels: ['panic'], options: { smtp: { addr: 'a:25' } } }],
  'log.reportcaller': true,
  loglevel: 'debug',
  'storage.filesystem.rootdirectory': '/var/lib/registry',
  'storage.filesystem.maxthreads': 100,
  'storage.azure.accountname': 'account',
  'storage.azure.accountkey': Buffer.alloc(64).toString('base64'),
  'storage.azure.container': 'images',
  'storage.azure.rootdirectory': '/registry',
  'storage.azure.realm': 'core.chinacloudapi.cn',
  'storage.azure.serviceurl': 'https://account.blob.core.windows.net',
  'storage.azure.credentials.type': 'client_secret',
  'storage.azure.credentials.clientid': 'c',
  'storage.azure.credentials.tenantid': 't',
  'storage.azure.credentials.secret': 's',
  'storage.azure.max_retries': 10,
  'storage.azure.retry_delay': '100ms',
  'storage.azure.skipverify': true,
  'storage.azure.chunksize': 4_194_304,
  'storage.azure.copy_status_poll_max_retry': 10,
  'storage.azure.copy_status_poll_delay': '200ms',
  'storage.gcs.credentials.project_id': 'p',
  'storage.s3.bucket': 'b',
  'storage.swift.container': 'c',
  'storage.oss.bucket': 'b',
  'storage.inmemory': null,
  'storage.tag.concurrencylimit': 8,
  'storage.delete.enabled': false,
  'storage.redirect.disable': false,
  'storage.cache.blobdescriptor': 'redis',
  'storage.cache.blobdescriptorsize': 10_000,
  'storage.cache.layerinfo': 'inmemory',
  'storage.maintenance.uploadpurging.enabled': true,
  'storage.maintenance.uploadpurging.age': '168h',
  'storage.maintenance.uploadpurging.interval': '24h',
  'storage.maintenance.uploadpurging.dryrun': false,
  'storage.maintenance.readonly.enabled': false,
  'auth.silly.realm': 'r',
  'auth.token.signingalgorithms': ['EdDSA', 'HS256'],
  'auth.htpasswd.realm': 'basic-realm',
  'auth.htpasswd.path': '/path/to/htpasswd',
  'middleware.storage': [{ name: 'cloudfront', options: { duration: '3000s' } }],
  'reporting.bugsnag.apikey': 'k',
  'reporting.newrelic.verbose': true,
  'catalog.maxentries': 1000,
  'tags.maxtags': 1000,
  'http.addr': 'localhost:5000',
  'http.net': 'tcp',
  'http.prefix': '/my/nested/registry/',
  'http.host': 'https://myregistryaddress.org:5000',
  'http.secret': 'asecretforlocaldevelopment',
  'http.relativeurls': false,
  'http.draintimeout': '60s',
  'http.tls.certificate': '/path/to/x509/public',
  'http.tls.key': '/path/to/x509/private',
  'http.tls.clientcas': ['/path/to/ca.pem', '/path/to/another/ca.pem'],
  'http.tls.clientauth': 'verify-client-cert-if-given',
  'http.tls.minimumtls': 'tls1.2',
  'http.tls.ciphersuites': ['TLS_AES_128_GCM_SHA256'],
  'http.tls.letsencrypt.hosts': ['myregistryaddress.org'],
  'http.debug.prometheus.path': '/metrics',
  'http.headers.X-Content-Type-Options': ['nosniff'],
  'http.http2.disabled': false,
  'http.h2c.enabled': false,
  'notifications.events.includereferences': true,
  'notifications.endpoints': [{ name: 'a', timeout: '1s', ignore: { actions: ['pull'] } }],
  'redis.tls.rootcas': ['/path/to/ca.pem'],
  'redis.addrs': ['localhost:6379'],
  'redis.pool.idletimeout': '300s',
  'health.storagedriver.enabled': true,
  'health.storagedriver.interval': '10s',
  'health.storagedriver.threshold': 3,
  'health.file': [{ file: '/path', interval: '10s' }],
  'health.tcp': [{ addr: 'a:1', timeout: '3s' }],
  'health.http': [{ uri: 'http://a', headers: { Authorization: ['x'] } }],
  'proxy.remoteurl': 'https://registry-1.docker.io',
  'proxy.exec.lifetime': '1h',
  'compatibility.schema1.enabled': true,
  'validation.enabled': true,
  'validation.disabled': true,
  'validation.manifests.urls.allow': [String.raw`^https?://([^/]+\.)*example\.com/`],
  'validation.manifests.urls.deny': [String.raw`^https?://www\.example\.com/`],
  'validation.manifests.indexes.platforms': 'List',
  'validation.manifests.indexes.platformlist': [{ architecture: 'amd64', os: 'linux' }],
  'policy.repository.classes': ['image'],
}

/** `a.b.c` with a value, as YAML. */
function document(path: string, value: unknown): string {
  const nested = path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value)
  return stringify(nested)
}

const variable = (path: string) => `REGISTRY_${path.replaceAll('.', '_').toUpperCase()}`

describe('a documented key is known', () => {
  test.each(Object.entries(documented))('%s', (path, value) => {
    const yaml = document(path, value)
    const problems = problemsOf(() => load({ yaml }))
    const warnings = problems.length > 0 ? [] : load({ yaml }).warnings
    expect([...problems, ...warnings].join('\n')).not.toMatch(/unknown|no such|found/)
  })

  test.each(Object.entries(documented))('%s as a variable', (path, value) => {
    const env = { [variable(path)]: stringify(value) }
    const problems = problemsOf(() => load({ env }))
    const warnings = problems.length > 0 ? [] : load({ env }).warnings
    expect([...problems, ...warnings].join('\n')).not.toMatch(/unknown|no such|found/)
  })
})

const values: readonly unknown[] = [
  null,
  '',
  'word',
  -1,
  1e300,
  true,
  [],
  [[]],
  [null],
  {},
  { a: null },
  { '': { '': [] } },
  [{ a: { b: [1, { c: 2 }] } }],
  '\u0000\n\u2028',
  '__proto__',
  { __proto__: 1, constructor: 2, toString: 3 },
  'x'.repeat(10_000),
]

/** Paths that the schema knows, that it does not, and that run into an object's own names. */
const paths = [
  ...[...knownPaths(keys)].map((path) => path.join('.')),
  ...Object.keys(documented),
  '__proto__',
  'http.__proto__.addr',
  'storage.constructor',
  'auth.toString',
  'log.fields.__proto__',
  'http.headers.constructor',
]

describe('no value of any key does more than stop the start', () => {
  test.each(paths)('%s', (path) => {
    for (const value of values) {
      expect(problemsOf(() => load({ yaml: document(path, value) }))).toBeInstanceOf(Array)
      const env = { [variable(path)]: String(stringify(value)), [`${variable(path)}_0_X`]: 'y' }
      expect(problemsOf(() => load({ yaml: document(path, value), env }))).toBeInstanceOf(Array)
    }
  })
})
