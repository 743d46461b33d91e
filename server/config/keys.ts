import { validateHeaderValue } from 'node:http'
import { accessKeys } from './access.ts'
import { azureKeys } from './azure-keys.ts'
import { checkHeaderName } from './header-name.ts'
import { notificationKeys } from './notifications.ts'
import { parsePattern } from './pattern.ts'
import type { Read } from './schema.ts'
import {
  accepted,
  boolean,
  duration,
  durationOrNanoseconds,
  ignored,
  integer,
  leaf,
  oneOf,
  refused,
  secret,
  text,
} from './leaves.ts'
import { list, map, optional, section } from './schema.ts'

const log = section({
  level: oneOf('error', 'warn', 'info', 'debug'),
  formatter: oneOf('text', 'json', 'logstash'),
  fields: map(text()),
  accesslog: section({ disabled: boolean() }),
  audit: section({
    enabled: boolean(),
    path: text(),
    maxsize: integer(1),
    maxfiles: integer(1),
  }),
  hooks: ignored(),
  reportcaller: ignored(),
})

const supported = ['filesystem', 'azure', 'inmemory']

const notHere = (driver: string) =>
  refused(
    `the ${driver} driver is not supported by this version of Berth, allowed: ${supported.join(', ')}`,
    {
      whenEmpty: true,
    },
  )

/** Where images lie and what is done with them. */
export const storageKeys = section(
  {
    filesystem: optional(section({ rootdirectory: text(), maxthreads: accepted() })),
    inmemory: optional(section({})),
    azure: optional(azureKeys),
    gcs: notHere('gcs'),
    s3: notHere('s3'),
    swift: notHere('swift'),
    oss: notHere('oss'),
    delete: section({ enabled: boolean() }),
    cache: section({
      blobdescriptor: oneOf('inmemory', 'redis', 'none'),
      layerinfo: oneOf('inmemory', 'redis', 'none'),
      blobdescriptorsize: accepted(),
    }),
    maintenance: section({
      uploadpurging: section({
        enabled: boolean(),
        age: duration(),
        interval: duration(),
        dryrun: boolean(),
      }),
      gc: section({
        enabled: boolean(),
        interval: duration(),
        untagged: boolean(),
        grace: duration(),
      }),
      readonly: section({ enabled: boolean() }),
    }),
    redirect: section({ disable: boolean() }),
    tag: accepted(),
  },
  {
    noun: 'storage driver',
    names: ['filesystem', 'inmemory', 'azure', 'gcs', 's3', 'swift', 'oss'],
    supported,
  },
)

const openToAll = (provider: string) =>
  refused(
    `Berth has no ${provider} login and would be open to everybody, allowed: htpasswd, none`,
    { whenEmpty: true },
  )

const auth = section(
  {
    htpasswd: optional(section({ realm: text(), path: text(), tokens: boolean() })),
    none: accepted(),
    token: openToAll('token'),
    silly: openToAll('silly'),
  },
  {
    noun: 'auth provider',
    names: ['htpasswd', 'none', 'token', 'silly'],
    supported: ['htpasswd', 'none'],
  },
)

const tls = section({
  certificate: text(),
  key: text(),
  /** Berth's own: a name among its secrets, in place of a file. */
  keysecret: text(),
  clientcas: list(text()),
  clientauth: oneOf(
    'request-client-cert',
    'require-any-client-cert',
    'verify-client-cert-if-given',
    'require-and-verify-client-cert',
  ),
  minimumtls: oneOf('tls1.0', 'tls1.1', 'tls1.2', 'tls1.3'),
  ciphersuites: ignored('Berth uses the cipher suites of Node.js'),
  letsencrypt: refused(
    'Berth gets no certificates itself and would serve without TLS; ' +
      'set http.tls.certificate and http.tls.key, or put a proxy in front',
  ),
})

const http = section({
  addr: text(),
  net: oneOf('tcp', 'unix'),
  host: leaf('an http or https URL, such as https://registry.example.com', parseHost),
  prefix: leaf('a path, such as /registry/', parsePrefix),
  secret: secret((value) => ({ value })),
  relativeurls: boolean(),
  draintimeout: durationOrNanoseconds(),
  headers: map(list(leaf('printable characters', parseHeaderValue)), checkHeaderName),
  allowedhosts: list(leaf('a host name without scheme, port and path', parseHostName)),
  tls,
  debug: section({
    addr: text(),
    prometheus: section({ enabled: boolean(), path: leaf('a path, such as /metrics', parsePath) }),
  }),
  http2: ignored(),
  h2c: ignored(),
})

const health = section({
  storagedriver: section({ enabled: boolean(), interval: duration(), threshold: integer(1) }),
  file: ignored(),
  http: ignored(),
  tcp: ignored(),
})

const patterns = list(leaf('a regular expression', parsePattern))

const validation = section({
  enabled: boolean(),
  disabled: boolean(),
  manifests: section({
    urls: section({ allow: patterns, deny: patterns }),
    indexes: section({
      platforms: oneOf('all', 'none', 'list'),
      platformlist: list(section({ os: text(), architecture: text() })),
    }),
  }),
})

/**
 * Every key of Distribution's `config.yml`, version 2 and 3, and Berth's own: `access`,
 * `auth.htpasswd.tokens`, `console`, `http.allowedhosts`, `log.audit`, `storage.azure.connectionstring` and `.sastoken`.
 */
export const keys = section({
  version: leaf('0.1', (text) => (text === '0.1' ? text : undefined)),
  log,
  loglevel: oneOf('error', 'warn', 'info', 'debug'),
  storage: storageKeys,
  auth,
  access: optional(accessKeys),
  http,
  console: section({ enabled: boolean(), addr: text() }),
  catalog: section({ maxentries: integer(-Infinity) }),
  tags: section({ maxtags: integer(0) }),
  validation,
  middleware: ignored(),
  reporting: ignored(),
  notifications: notificationKeys,
  redis: ignored(),
  health,
  proxy: ignored(
    'Berth is no pull-through cache: it serves only what is pushed to it, and takes pushes',
  ),
  compatibility: ignored(),
  policy: ignored(),
})

/** What was set, key by key; undefined where nothing was. */
export type Settings = Read<typeof keys>

function parseHost(text: string): URL | undefined {
  const url = /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined
  return url && !url.username && !url.password && !url.search && !url.hash ? url : undefined
}

const plainSegment = /^(?!\.\.?$)[\w.~-]+$/

/** Ends in a slash on both sides, however many of the two were written. */
function parsePrefix(text: string): string | undefined {
  const inner = text.replace(/^\/|\/$/g, '')
  if (inner === '') return '/'
  return inner.split('/').every((segment) => plainSegment.test(segment)) ? `/${inner}/` : undefined
}

function parseHostName(text: string): string | undefined {
  return /^(?:[a-z\d_](?:[a-z\d_-]*[a-z\d])?(?:\.|$))+$/i.test(text)
    ? text.toLowerCase()
    : undefined
}

function parseHeaderValue(text: string): string | undefined {
  try {
    validateHeaderValue('value', text)
    return text
  } catch {
    return undefined
  }
}

function parsePath(text: string): string | undefined {
  return /^\/[\w.~/-]*$/.test(text) ? text : undefined
}
