import { describe, expect, test } from 'vitest'
import { applyEnvironment } from '../../server/config/env.ts'
import type { Report } from '../../server/config/report.ts'
import { integer, text } from '../../server/config/leaves.ts'
import { list, section } from '../../server/config/schema.ts'
import { emptyMapping } from '../../server/config/tree.ts'
import type { Given } from './loading.ts'
import { imageFolder, load, problemsOf } from './loading.ts'

/** What one part of the configuration is with these variables. */
const http = (given: Given) => load(given).config.http
const storage = (given: Given) => load(given).config.storage

describe('a variable names a key', () => {
  test.each([
    ['REGISTRY_HTTP_PREFIX', '/a/', { prefix: '/a/' }],
    ['REGISTRY_HTTP_RELATIVEURLS', 'true', { relativeUrls: true }],
    ['REGISTRY_HTTP_DRAINTIMEOUT', '5s', { drainTimeout: 5000 }],
    ['REGISTRY_HTTP_ADDR', ':80', { listen: [{ kind: 'tcp', port: 80 }] }],
    ['REGISTRY_HTTP_ADDR', '[::]:80', { listen: [{ kind: 'tcp', host: '::', port: 80 }] }],
    [
      'REGISTRY_HTTP_ADDR',
      '"0.0.0.0:80" # all',
      { listen: [{ kind: 'tcp', host: '0.0.0.0', port: 80 }] },
    ],
    ['REGISTRY_HTTP_HOST', 'https://r.lan', { host: new URL('https://r.lan') }],
    ['REGISTRY_HTTP_HEADERS_X-A', '[b, c]', { headers: { 'x-a': ['b', 'c'] } }],
    ['REGISTRY_HTTP_HEADERS_X-A_0', 'b', { headers: { 'x-a': ['b'] } }],
    [
      'REGISTRY_HTTP_HEADERS_Access-Control-Allow-Origin',
      '*',
      { headers: { 'access-control-allow-origin': ['*'] } },
    ],
    ['REGISTRY_HTTP_HEADERS', '{X-A: [b]}', { headers: { 'X-A': ['b'] } }],
    ['REGISTRY_HTTP', '{prefix: /a/, relativeurls: true}', { prefix: '/a/', relativeUrls: true }],
    ['REGISTRY_HTTP_ALLOWEDHOSTS', '[a, b]', { allowedHosts: ['a', 'b'] }],
    ['REGISTRY_HTTP_ALLOWEDHOSTS', 'a', { allowedHosts: ['a'] }],
    ['REGISTRY_HTTP_ALLOWEDHOSTS_0', 'a', { allowedHosts: ['a'] }],
    ['REGISTRY_HTTP_SECRET', '*&%[', { secret: '*&%[' }],
    ['REGISTRY_HTTP_PREFIX', '', {}],
  ])('%s=%s', (name, value, expected) => {
    const { config, warnings } = load({ env: { [name]: value } })
    expect(config).toEqual({ ...load({}).config, http: { ...http({}), ...expected } })
    expect(warnings).toEqual([])
  })

  test('under storage.maintenance', () => {
    const env = {
      REGISTRY_STORAGE_MAINTENANCE_READONLY_ENABLED: 'true',
      REGISTRY_STORAGE_MAINTENANCE_UPLOADPURGING_ENABLED: 'false',
    }
    expect(storage({ env }).readOnly).toBe(true)
    expect(storage({ env }).uploadPurging.enabled).toBe(false)
  })

  test('log fields keep underscores in their names', () => {
    const env = { REGISTRY_LOG_FIELDS_MY_FIELD: 'x', REGISTRY_LOG_FIELDS_SERVICE: 'y' }
    expect(load({ env }).config.log.fields).toEqual({ my_field: 'x', service: 'y' })
  })

  test('a number stays a text where a text is wanted', () => {
    const env = { REGISTRY_AUTH_HTPASSWD_REALM: '0123', REGISTRY_AUTH_HTPASSWD_PATH: 'a: b' }
    expect(load({ env }).config.auth.htpasswd).toEqual({ realm: '0123', path: '/srv/a: b' })
  })
})

describe('over a file', () => {
  test('one key changes and its neighbours stay', () => {
    const yaml = 'http: {prefix: /a/, relativeurls: true}'
    const { prefix, relativeUrls } = http({ yaml, env: { REGISTRY_HTTP_PREFIX: '/b/' } })
    expect([prefix, relativeUrls]).toEqual(['/b/', true])
  })

  test('a short name replaces all below it', () => {
    const yaml = 'storage: {filesystem: {rootdirectory: /a}, delete: {enabled: true}}'
    const loaded = load({ yaml, env: { REGISTRY_STORAGE: 'filesystem' } })
    expect(loaded.config.storage.deleteEnabled).toBe(false)
    expect(imageFolder(loaded)).toBe('/var/lib/registry')
  })

  test('longer names refine what a short one set, in whatever order they come', () => {
    const env = {
      REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: '/b',
      REGISTRY_STORAGE_DELETE_ENABLED: 'true',
      REGISTRY_STORAGE: 'filesystem',
    }
    const loaded = load({ yaml: 'storage: {s3: {}}', env })
    expect(loaded.config.storage.deleteEnabled).toBe(true)
    expect(imageFolder(loaded)).toBe('/b')
  })

  test('REGISTRY_AUTH=htpasswd with its two keys', () => {
    const env = {
      REGISTRY_AUTH: 'htpasswd',
      REGISTRY_AUTH_HTPASSWD_REALM: 'Registry Realm',
      REGISTRY_AUTH_HTPASSWD_PATH: '/auth/htpasswd',
    }
    const expected = { htpasswd: { realm: 'Registry Realm', path: '/auth/htpasswd' } }
    expect(load({ yaml: '', env }).config.auth).toEqual(expected)
  })

  test('an empty value takes a key back', () => {
    const yaml = 'auth: {htpasswd: {realm: r, path: /p}}\nhttp: {prefix: /a/}'
    const { config } = load({ yaml, env: { REGISTRY_AUTH: '', REGISTRY_HTTP_PREFIX: '' } })
    expect([config.auth, config.http.prefix]).toEqual([{}, '/'])
  })

  test('a driver written as a word is refined', () => {
    const env = { REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY: '/b' }
    expect(imageFolder(load({ yaml: 'storage: filesystem', env }))).toBe('/b')
  })

  test('a key of a map is found in whatever case', () => {
    const yaml = 'http: {headers: {X-A: [b]}}'
    expect(http({ yaml, env: { 'REGISTRY_HTTP_HEADERS_X-A': 'c' } }).headers).toEqual({
      'X-A': ['c'],
    })
  })

  test('items of a list by index: replaced, and added at the end', () => {
    const yaml = 'http: {allowedhosts: [a, b]}'
    const env = { REGISTRY_HTTP_ALLOWEDHOSTS_2: 'z', REGISTRY_HTTP_ALLOWEDHOSTS_1: 'y' }
    expect(http({ yaml, env }).allowedHosts).toEqual(['a', 'y', 'z'])
  })

  test('indexes are taken as numbers', () => {
    const names = Array.from({ length: 12 }, (_, index) => [
      `REGISTRY_HTTP_ALLOWEDHOSTS_${index}`,
      `h${index}`,
    ])
    const expected = names.map(([, value]) => value)
    expect(http({ env: Object.fromEntries(names.toReversed()) }).allowedHosts).toEqual(expected)
  })

  test('sections in a list', () => {
    const indexes = 'REGISTRY_VALIDATION_MANIFESTS_INDEXES_'
    const env = {
      [`${indexes}PLATFORMS`]: 'list',
      [`${indexes}PLATFORMLIST_0_OS`]: 'linux',
      [`${indexes}PLATFORMLIST_0_ARCHITECTURE`]: 'arm64',
    }
    expect(load({ env }).config.validation.manifests.indexes).toEqual({
      platforms: 'list',
      platformList: [{ os: 'linux', architecture: 'arm64' }],
    })
  })
})

describe('errors name the variable', () => {
  test.each([
    ['REGISTRY_HTTP_NET', 'udp', 'http.net: found "udp", allowed: tcp, unix'],
    ['REGISTRY_HTTP', '"a', /^REGISTRY_HTTP: not valid YAML: /],
    ['REGISTRY_HTTP', 'word', 'http: found a text, allowed: a section'],
    ['REGISTRY_STORAGE', 's3', 'storage.s3: the s3 driver is not supported'],
    ['REGISTRY_STORAGE_S3_BUCKET', 'b', 'storage.s3: the s3 driver is not supported'],
    ['REGISTRY_STORAGE_FILESYTEM_ROOTDIRECTORY', '/a', 'storage.filesytem: no such storage driver'],
    ['REGISTRY_AUTH_HTPASWD_PATH', '/a', 'auth.htpaswd: no such auth provider'],
    ['REGISTRY_AUTH_TOKEN_REALM', 'r', 'auth.token: Berth has no token login'],
    [
      'REGISTRY_HTTP_TLS_LETSENCRYPT_HOSTS_0',
      'r',
      'http.tls.letsencrypt: Berth gets no certificates',
    ],
    [
      'REGISTRY_HTTP_ALLOWEDHOSTS_3',
      'a',
      'REGISTRY_HTTP_ALLOWEDHOSTS_3: found index 3, allowed: 0 to 0, as the list has 0 items',
    ],
  ])('%s=%s', (name, value, expected) => {
    const [first, ...others] = problemsOf(() => load({ env: { [name]: value } }))
    expect(first).toMatch(expected)
    expect(first?.startsWith(`${name}: `)).toBe(true)
    expect(others).toEqual([])
  })

  test('a wrong section in the file stays an error beside a variable below it', () => {
    const given = { yaml: 'http: foo', env: { REGISTRY_HTTP_PREFIX: '/a/' } }
    expect(problemsOf(() => load(given))).toEqual([
      'config.yml:2: http: found a text, allowed: a section',
    ])
  })

  test('two drivers, one from each', () => {
    const given = { yaml: 'storage: {filesystem: }', env: { REGISTRY_STORAGE_S3_BUCKET: 'b' } }
    expect(problemsOf(() => load(given))[0]).toBe(
      'config.yml:2: storage: found filesystem and s3, allowed: exactly one storage driver',
    )
  })
})

describe('warnings name the variable, once', () => {
  test.each([
    ['REGISTRY_HTTP_ADRR', '; did you mean REGISTRY_HTTP_ADDR?'],
    ['REGISTRY_HTPP_ADDR', '; did you mean REGISTRY_HTTP_ADDR?'],
    ['REGISTRY_HTTP_RELATIVE_URLS', '; did you mean REGISTRY_HTTP_RELATIVEURLS?'],
    ['REGISTRY_CATALOG_MAX_ENTRIES', '; did you mean REGISTRY_CATALOG_MAXENTRIES?'],
    ['REGISTRY_STORAGE_DELETE_ENABLE', '; did you mean REGISTRY_STORAGE_DELETE_ENABLED?'],
    [
      'REGISTRY_STROAGE_FILESYSTEM_ROOTDIRECTORY',
      '; did you mean REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY?',
    ],
    ['REGISTRY_HTTP_PORT', ''],
    ['REGISTRY_HTTP_ADDR_0', '; did you mean REGISTRY_HTTP_ADDR?'],
    ['REGISTRY_HTTP_ALLOWEDHOSTS_A', '; did you mean REGISTRY_HTTP_ALLOWEDHOSTS?'],
    ['REGISTRY_', ''],
    ['REGISTRY_PORT_5000_TCP_ADDR', ''],
    ['REGISTRY_AUTH_PORT', ''],
    ['REGISTRY_AUTH_SERVICE_HOST', ''],
    ['REGISTRY_AUTH_PORT_5001_TCP_PROTO', ''],
    ['REGISTRY_STORAGE_SERVICE_PORT_HTTP', ''],
  ])('%s is unknown%s', (name, hint) => {
    const { config, warnings } = load({ env: { [name]: 'x' } })
    expect(warnings).toEqual([`${name}: unknown variable${hint}`])
    expect(config).toEqual(load({}).config)
  })

  test('REGISTRY_VERSION does nothing', () => {
    expect(load({ yaml: '', env: { REGISTRY_VERSION: '2.8.3' } }).warnings).toEqual([
      'REGISTRY_VERSION: the version is set in a file only; this variable is not used',
    ])
  })

  test('a key that Berth does not act on: one warning for all variables below it', () => {
    const env = {
      REGISTRY_REDIS_ADDR: 'a:6379',
      REGISTRY_REDIS_PASSWORD: 'p',
    }
    const where = 'REGISTRY_REDIS_ADDR, REGISTRY_REDIS_PASSWORD'
    expect(load({ env }).warnings).toEqual([`${where}: redis: Berth does not act on this key`])
    expect(load({ yaml: 'redis: {db: 1}', env }).warnings).toEqual([
      `config.yml:2, ${where}: redis: Berth does not act on this key`,
    ])
  })

  test('other variables say nothing', () => {
    const env = { registry_http_addr: 'x', REGISTRYX: 'x', PATH: 'x', XREGISTRY_HTTP_ADDR: 'x' }
    expect(load({ env }).warnings).toEqual([])
  })
})

test('keys that hold an underscore are reached', () => {
  const schema = section({
    max_retries: integer(0),
    max: section({ retries: integer(0) }),
    list_of: list(section({ a_b: text() })),
  })
  const env = { REGISTRY_MAX_RETRIES: '3', REGISTRY_LIST_OF_0_A_B: 'x' }
  const report: Report = { problems: [], warnings: [] }
  const root = applyEnvironment(emptyMapping({ source: 'test' }), schema, env, report)
  const read = schema.read(root, { root, known: [], path: [], report })
  expect(read).toEqual({ max_retries: undefined, max: { retries: 3 }, list_of: [{ a_b: 'x' }] })
  expect(report).toEqual({ problems: [], warnings: [] })
})
