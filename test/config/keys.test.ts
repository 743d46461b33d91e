import { describe, expect, test } from 'vitest'
import type { Config } from '../../server/config/config.ts'
import { imageFolder, load } from './loading.ts'

/** What a minimal file amounts to. */
const plain = load({ yaml: '' }).config
const { log, storage, http } = plain
const purging = storage.uploadPurging
const { gc } = storage
const manifests = plain.validation.manifests

test('without a file: both loopbacks, the data folder, deletion on, no login', () => {
  const { config, warnings } = load({})
  expect(warnings).toEqual([])
  expect(config).toEqual({
    log: {
      level: 'info',
      formatter: 'text',
      fields: {},
      accessLog: true,
      audit: {
        path: '/home/me/.local/share/berth/registry/.berth/audit.log',
        isAskedFor: false,
        maxSize: 10_485_760,
        maxFiles: 10,
      },
    },
    storage: {
      driver: { kind: 'filesystem', rootDirectory: '/home/me/.local/share/berth/registry' },
      deleteEnabled: true,
      cache: true,
      uploadPurging: { enabled: true, age: 604_800_000, interval: 86_400_000, dryRun: false },
      gc: { enabled: true, interval: 86_400_000, untagged: false, grace: 3_600_000 },
      readOnly: false,
      redirect: false,
    },
    auth: {},
    http: {
      listen: [
        { kind: 'tcp', host: '127.0.0.1', port: 5000 },
        { kind: 'tcp', host: '::1', port: 5000, optional: true },
      ],
      allowedHosts: [],
      prefix: '/',
      relativeUrls: false,
      headers: {},
      drainTimeout: 10_000,
    },
    console: { enabled: true },
    catalog: { maxEntries: 1000 },
    tags: { maxTags: Infinity },
    validation: {
      manifests: { urls: { allow: [], deny: [] }, indexes: { platforms: 'all', platformList: [] } },
    },
    health: { storageDriver: { enabled: false, interval: 10_000, threshold: 3 } },
    notifications: { includeReferences: false, endpoints: [] },
    ownFolder: '/home/me/.local/share/berth/registry/.berth',
  })
})

test('with a file, nothing is deleted and no space is freed by itself, as in Distribution', () => {
  const { storage: bare } = load({}).config
  expect(plain).toEqual({
    ...load({}).config,
    storage: { ...bare, deleteEnabled: false, gc: { ...bare.gc, enabled: false } },
  })
})

test('empty values are as good as none', () => {
  const yaml = `log: {level: , fields: {}}
storage: {filesystem: , cache: {blobdescriptor: ''}, delete: {enabled: ~}, maintenance: }
auth:
http: {addr: '', headers: {}, tls: {certificate: '', key: '', clientcas: [], letsencrypt: {cachefile: '', hosts: []}}, debug: {addr: ''}}
notifications: {endpoints: []}
redis: {}`
  const { config, warnings } = load({ yaml })
  expect(config).toEqual({ ...plain, ...at('/var/lib/registry') })
  expect(warnings).toEqual([])
})

/** With all that lies beside images which lie there. */
const at = (rootDirectory: string): Partial<Config> => {
  const own = `${rootDirectory}/.berth`
  const audit = { path: `${own}/audit.log`, isAskedFor: false, maxSize: 10_485_760, maxFiles: 10 }
  return {
    log: { ...log, audit },
    storage: { ...storage, driver: { kind: 'filesystem', rootDirectory } },
    ownFolder: own,
  }
}
const listen = (...addresses: Config['http']['listen']): Partial<Config> => ({
  http: { ...http, listen: addresses },
})
const health = (changes: Partial<Config['health']['storageDriver']>): Partial<Config> => ({
  health: { storageDriver: { ...plain.health.storageDriver, ...changes } },
})
const tls = {
  certificate: '/srv/c.pem',
  key: '/k.pem',
  clientCas: [],
  minimumTls: 'TLSv1.2',
} as const

const cases: readonly (readonly [yaml: string, expected: Partial<Config>])[] = [
  ['log: {level: debug}', { log: { ...log, level: 'debug' } }],
  ['log: {level: WARN}', { log: { ...log, level: 'warn' } }],
  ['loglevel: error', { log: { ...log, level: 'error' } }],
  ['loglevel: error\nlog: {level: debug}', { log: { ...log, level: 'debug' } }],
  ['log: {formatter: json}', { log: { ...log, formatter: 'json' } }],
  ['log: {formatter: text}', {}],
  [
    'log: {fields: {service: registry, n: 5}}',
    { log: { ...log, fields: { service: 'registry', n: '5' } } },
  ],
  ['log: {accesslog: {disabled: true}}', { log: { ...log, accessLog: false } }],
  ['storage: filesystem', at('/var/lib/registry')],
  ['storage: {filesystem: {}}', at('/var/lib/registry')],
  ['storage: {filesystem: {rootdirectory: /images}}', at('/images')],
  ['storage: {filesystem: {rootdirectory: images, maxthreads: 100}}', at('/srv/images')],
  ['storage: {delete: {enabled: true}}', { storage: { ...storage, deleteEnabled: true } }],
  ['storage: {delete: {enabled: yes}}', { storage: { ...storage, deleteEnabled: true } }],
  ['storage: {delete: {enabled: off}}', {}],
  [
    'storage: {cache: {blobdescriptor: none, blobdescriptorsize: 9}}',
    { storage: { ...storage, cache: false } },
  ],
  ['storage: {cache: {layerinfo: inmemory}}', {}],
  ['storage: {tag: {concurrencylimit: 8}}', {}],
  ['storage: {redirect: {disable: true}}', {}],
  ['storage: {redirect: }', {}],
  [
    'storage: {maintenance: {readonly: {enabled: true}}}',
    { storage: { ...storage, readOnly: true } },
  ],
  [
    'storage: {maintenance: {uploadpurging: {enabled: false}}}',
    { storage: { ...storage, uploadPurging: { ...purging, enabled: false } } },
  ],
  [
    'storage: {maintenance: {uploadpurging: {enabled: true, age: 1h30m, interval: 1m, dryrun: true}}}',
    {
      storage: {
        ...storage,
        uploadPurging: { enabled: true, age: 5_400_000, interval: 60_000, dryRun: true },
      },
    },
  ],
  [
    'storage: {maintenance: {uploadpurging: {interval: 2000h}}}',
    { storage: { ...storage, uploadPurging: { ...purging, interval: 2_147_483_647 } } },
  ],
  [
    'storage: {maintenance: {gc: {enabled: true, interval: 1h, untagged: true, grace: 5m}}}',
    {
      storage: {
        ...storage,
        gc: { enabled: true, interval: 3_600_000, untagged: true, grace: 300_000 },
      },
    },
  ],
  [
    'storage: {maintenance: {gc: {interval: 2000h}}}',
    { storage: { ...storage, gc: { ...gc, interval: 2_147_483_647 } } },
  ],
  [
    'auth: {htpasswd: {realm: My Realm, path: users}}',
    { auth: { htpasswd: { realm: 'My Realm', path: '/srv/users' } } },
  ],
  ['auth: none', {}],
  ['auth: {none: }', {}],
  ['http: {addr: ":80"}', listen({ kind: 'tcp', port: 80 })],
  ['http: {addr: localhost:5000}', {}],
  ['http: {addr: "[::1]:1", net: tcp}', listen({ kind: 'tcp', host: '::1', port: 1 })],
  ['http: {addr: run/r.sock, net: unix}', listen({ kind: 'unix', path: '/srv/run/r.sock' })],
  [
    'http: {host: "https://r.example.com:5000"}',
    { http: { ...http, host: new URL('https://r.example.com:5000') } },
  ],
  ['http: {prefix: /a/b/}', { http: { ...http, prefix: '/a/b/' } }],
  ['http: {prefix: a}', { http: { ...http, prefix: '/a/' } }],
  ['http: {prefix: /}', {}],
  ['http: {prefix: //}', {}],
  ['http: {secret: 12345}', { http: { ...http, secret: '12345' } }],
  ['http: {relativeurls: true}', { http: { ...http, relativeUrls: true } }],
  ['http: {draintimeout: 60s}', { http: { ...http, drainTimeout: 60_000 } }],
  ['http: {draintimeout: 0}', { http: { ...http, drainTimeout: 0 } }],
  ['http: {draintimeout: 1000h}', { http: { ...http, drainTimeout: 2_147_483_647 } }],
  [
    'http: {headers: {X-A: [nosniff, 2], X-B: one}}',
    { http: { ...http, headers: { 'X-A': ['nosniff', '2'], 'X-B': ['one'] } } },
  ],
  [
    'http: {allowedhosts: [Registry.lan, nas]}',
    { http: { ...http, allowedHosts: ['registry.lan', 'nas'] } },
  ],
  ['http: {tls: {certificate: c.pem, key: /k.pem}}', { http: { ...http, tls } }],
  [
    'http: {tls: {certificate: c.pem, key: /k.pem, clientcas: [ca.pem, /b.pem], clientauth: require-and-verify-client-cert, minimumtls: tls1.3}}',
    {
      http: {
        ...http,
        tls: { ...tls, clientCas: ['/srv/ca.pem', '/b.pem'], minimumTls: 'TLSv1.3' },
      },
    },
  ],
  ['http: {tls: {minimumtls: tls1.2}}', {}],
  ['console: {enabled: false}', { console: { enabled: false } }],
  ['console: {enabled: true}', {}],
  ['console: {addr: ""}', {}],
  [
    'console: {addr: "127.0.0.1:5001"}',
    { console: { enabled: true, listen: [{ kind: 'tcp', host: '127.0.0.1', port: 5001 }] } },
  ],
  [
    'console: {addr: localhost:5001}',
    {
      console: {
        enabled: true,
        listen: [
          { kind: 'tcp', host: '127.0.0.1', port: 5001 },
          { kind: 'tcp', host: '::1', port: 5001, optional: true },
        ],
      },
    },
  ],
  ['catalog: {maxentries: 5}', { catalog: { maxEntries: 5 } }],
  ['catalog: {maxentries: 0}', {}],
  ['catalog: {maxentries: -1}', {}],
  ['tags: {maxtags: 7}', { tags: { maxTags: 7 } }],
  ['tags: {maxtags: 0}', {}],
  ['health: {storagedriver: {enabled: true}}', health({ enabled: true })],
  ['health: {storagedriver: {enabled: false}}', {}],
  ['health: {storagedriver: {interval: 1m30s}}', health({ interval: 90_000 })],
  ['health: {storagedriver: {interval: 1000h}}', health({ interval: 2_147_483_647 })],
  ['health: {storagedriver: {threshold: 1}}', health({ threshold: 1 })],
  [
    'validation: {manifests: {urls: {allow: [^https://a/], deny: [b, c]}}}',
    {
      validation: {
        manifests: { ...manifests, urls: { allow: [/^https:\/\/a\//u], deny: [/b/u, /c/u] } },
      },
    },
  ],
  [
    'validation: {manifests: {indexes: {platforms: List, platformlist: [{os: linux, architecture: amd64}]}}}',
    {
      validation: {
        manifests: {
          ...manifests,
          indexes: { platforms: 'list', platformList: [{ os: 'linux', architecture: 'amd64' }] },
        },
      },
    },
  ],
  [
    'validation: {disabled: true, manifests: {urls: {deny: [b]}}}',
    {
      validation: { manifests: { ...manifests, indexes: { platforms: 'none', platformList: [] } } },
    },
  ],
  [
    'validation: {enabled: true, disabled: true, manifests: {urls: {deny: [b]}}}',
    { validation: { manifests: { ...manifests, urls: { allow: [], deny: [/b/u] } } } },
  ],
]

describe('a key of the file', () => {
  test.each(cases)('%s', (yaml, expected) => {
    const { config, warnings } = load({ yaml })
    expect(config).toEqual({ ...plain, ...expected })
    expect(warnings).toEqual([])
  })
})

describe('the command line wins', () => {
  const yaml = 'http: {addr: ":80"}\nstorage: {filesystem: {rootdirectory: /images}}'

  test.each([
    [{ port: 81 }, [{ kind: 'tcp', port: 81 }]],
    [{ port: '0' }, [{ kind: 'tcp', port: 0 }]],
    [{ addr: '10.0.0.1:82' }, [{ kind: 'tcp', host: '10.0.0.1', port: 82 }]],
    [{ addr: '10.0.0.1:82', port: 83 }, [{ kind: 'tcp', host: '10.0.0.1', port: 83 }]],
  ])('%j over http.addr', (overrides, expected) => {
    expect(load({ yaml, overrides }).config.http.listen).toEqual(expected)
  })

  test('a port alone keeps both loopbacks', () => {
    expect(load({ overrides: { port: 1 } }).config.http.listen).toEqual([
      { kind: 'tcp', host: '127.0.0.1', port: 1 },
      { kind: 'tcp', host: '::1', port: 1, optional: true },
    ])
  })

  test('an address over a socket', () => {
    const unix = 'http: {net: unix, addr: /run/r.sock}'
    const { listen } = load({ yaml: unix, overrides: { addr: ':1' } }).config.http
    expect(listen).toEqual([{ kind: 'tcp', port: 1 }])
  })

  test('a folder over storage.filesystem.rootdirectory', () => {
    expect(imageFolder(load({ yaml, overrides: { dataFolder: 'mine' } }))).toBe('/srv/mine')
  })
})
