import { resolve } from 'node:path'
import { accessRules } from './access.ts'
import { addressForms, defaultPort, loopback, parseAddress, parsePort } from './address.ts'
import type {
  AuthConfig,
  Config,
  ConsoleConfig,
  DebugConfig,
  HealthConfig,
  HttpConfig,
  ListenAddress,
  LogConfig,
  TlsConfig,
  ValidationConfig,
} from './config.ts'
import { longestTimer, seconds } from './duration.ts'
import type { Settings } from './keys.ts'
import type { Spot } from './report.ts'
import { notificationsConfig } from './notifications.ts'
import { auditConfig, ownFolder } from './own-folder.ts'
import { below, problem, warning } from './report.ts'
import { storageConfig } from './storage.ts'
import { tracesConfig } from './traces.ts'
import type { Overrides, Surroundings } from './surroundings.ts'

/**
 * The configuration that settings amount to: defaults filled in, paths absolute, and what depends on
 * more than one key checked. Reports to `spot`; the result counts only if no problem was found.
 */
export function buildConfig(settings: Settings, around: Surroundings, spot: Spot): Config {
  const storage = storageConfig(settings.storage, around, below(spot, 'storage'))
  const folder = ownFolder(storage, around)
  const traces = tracesConfig(around.env, spot.report)
  const audit = auditConfig(settings.log, folder, around)
  const hasUsers = settings.auth.htpasswd !== undefined
  const access = accessRules(settings.access, hasUsers, below(spot, 'access'))
  return {
    log: { ...logConfig(settings, spot), ...(audit && { audit }) },
    storage,
    auth: authConfig(settings, around, spot),
    ...(access && { access }),
    http: httpConfig(settings, around, spot),
    console: consoleConfig(settings, spot),
    catalog: { maxEntries: positive(settings.catalog.maxentries) ?? 1000 },
    tags: { maxTags: positive(settings.tags.maxtags) ?? Infinity },
    validation: validationConfig(settings.validation, spot),
    health: healthConfig(settings, storage.driver.kind === 'azure', spot),
    notifications: notificationsConfig(settings.notifications, below(spot, 'notifications')),
    ...(traces && { traces }),
    ...(folder !== undefined && { ownFolder: folder }),
  }
}

function logConfig({ log, loglevel }: Settings, spot: Spot): LogConfig {
  if (log.formatter === 'logstash') {
    warning(below(spot, 'log', 'formatter'), 'Berth has no logstash format and writes json')
  }
  return {
    level: log.level ?? loglevel ?? 'info',
    formatter: log.formatter === 'text' || log.formatter === undefined ? 'text' : 'json',
    fields: log.fields,
    accessLog: !log.accesslog.disabled,
  }
}

function authConfig({ auth }: Settings, { cwd }: Surroundings, spot: Spot): AuthConfig {
  if (!auth.htpasswd) return {}
  const { realm, path, tokens } = auth.htpasswd
  const htpasswd = below(spot, 'auth', 'htpasswd')
  if (realm === undefined)
    problem(below(htpasswd, 'realm'), 'missing; it is the name that a login shows')
  if (path === undefined) problem(below(htpasswd, 'path'), 'missing; it is the file with the users')
  const file = { realm: realm ?? '', path: resolve(cwd, path ?? '') }
  return { htpasswd: tokens ? { ...file, tokens } : file }
}

function httpConfig({ http }: Settings, around: Surroundings, spot: Spot): HttpConfig {
  const tls = tlsConfig(http.tls, around, below(spot, 'http', 'tls'))
  const debug = debugConfig(http.debug, below(spot, 'http', 'debug'))
  return {
    listen: listenAddresses(http, around, spot),
    ...(http.host && { host: http.host }),
    allowedHosts: http.allowedhosts,
    prefix: http.prefix ?? '/',
    relativeUrls: http.relativeurls ?? false,
    headers: http.headers,
    ...(http.secret !== undefined && { secret: http.secret }),
    ...(tls && { tls }),
    drainTimeout: Math.min(http.draintimeout ?? 10 * seconds, longestTimer),
    ...(debug && { debug }),
  }
}

function debugConfig(
  { addr, prometheus }: Settings['http']['debug'],
  spot: Spot,
): DebugConfig | undefined {
  if (addr === undefined) {
    if (prometheus.enabled) problem(below(spot, 'addr'), 'missing; metrics are served there')
    return undefined
  }
  const listen = fromSetting(addr, below(spot, 'addr'))
  return { listen, ...(prometheus.enabled && { metricsPath: prometheus.path ?? '/metrics' }) }
}

function listenAddresses(
  { addr, net }: Settings['http'],
  { cwd, overrides }: Surroundings,
  spot: Spot,
): readonly ListenAddress[] {
  const key = below(spot, 'http', 'addr')
  const port = overridingPort(overrides, spot)
  if (net === 'unix' && overrides.addr === undefined && port === undefined) {
    if (addr === undefined)
      problem(key, 'missing; with http.net: unix it is the path of the socket')
    return [{ kind: 'unix', path: resolve(cwd, addr ?? '') }]
  }
  const listen =
    overrides.addr === undefined
      ? fromSetting(net === 'unix' ? undefined : addr, key)
      : fromFlag(overrides.addr, spot)
  return listen.map((one) => (one.kind === 'tcp' && port !== undefined ? { ...one, port } : one))
}

function fromSetting(addr: string | undefined, key: Spot): readonly ListenAddress[] {
  const listen = addr === undefined ? loopback(defaultPort) : parseAddress(addr)
  if (listen === undefined) problem(key, `found ${JSON.stringify(addr)}, allowed: ${addressForms}`)
  return listen ?? []
}

function consoleConfig({ console }: Settings, spot: Spot): ConsoleConfig {
  const { enabled = true, addr } = console
  const listen = addr === undefined ? undefined : fromSetting(addr, below(spot, 'console', 'addr'))
  return listen ? { enabled, listen } : { enabled }
}

function fromFlag(addr: string, { report }: Spot): readonly ListenAddress[] {
  const listen = parseAddress(addr)
  const message = `found ${JSON.stringify(addr)}, allowed: ${addressForms}`
  if (listen === undefined) report.problems.push({ place: { source: '--addr' }, message })
  return listen ?? []
}

function overridingPort({ port: given }: Overrides, { report }: Spot): number | undefined {
  if (given === undefined) return undefined
  const port = parsePort(String(given))
  const message = `found ${JSON.stringify(String(given))}, allowed: a port from 0 to 65535`
  if (port === undefined) report.problems.push({ place: { source: '--port' }, message })
  return port
}

function tlsConfig(
  tls: Settings['http']['tls'],
  { cwd }: Surroundings,
  spot: Spot,
): TlsConfig | undefined {
  const { certificate, key, keysecret, clientcas } = tls
  const hasKey = key !== undefined || keysecret !== undefined
  if (key !== undefined && keysecret !== undefined) {
    problem(below(spot, 'keysecret'), 'there is http.tls.key as well; take one of them out')
  }
  if (certificate === undefined || !hasKey) {
    if (certificate !== undefined || hasKey || clientcas.length > 0) {
      const missing = certificate === undefined ? 'certificate' : 'key'
      problem(below(spot, missing), 'missing; TLS needs http.tls.certificate and http.tls.key')
    }
    return undefined
  }
  warnAboutTls(tls, spot)
  return {
    certificate: resolve(cwd, certificate),
    ...(key !== undefined && { key: resolve(cwd, key) }),
    ...(keysecret !== undefined && { keySecret: keysecret }),
    clientCas: clientcas.map((path) => resolve(cwd, path)),
    minimumTls: tls.minimumtls === 'tls1.3' ? 'TLSv1.3' : 'TLSv1.2',
  }
}

function warnAboutTls(tls: Settings['http']['tls'], spot: Spot): void {
  const { clientauth, clientcas, minimumtls } = tls
  if (minimumtls === 'tls1.0' || minimumtls === 'tls1.1') {
    warning(below(spot, 'minimumtls'), `${minimumtls} is not safe; Berth takes tls1.2 and later`)
  }
  const strict = clientauth === undefined || clientauth === 'require-and-verify-client-cert'
  if (!strict && clientcas.length > 0) {
    warning(below(spot, 'clientauth'), 'Berth always requires a client certificate and verifies it')
  }
}

/** Version 2 switched validation on with `enabled`, and that still outweighs `disabled`. */
function validationConfig(settings: Settings['validation'], spot: Spot): ValidationConfig {
  const { urls, indexes } = settings.manifests
  if (settings.disabled && !settings.enabled) {
    const indexes = { platforms: 'none', platformList: [] } as const
    return { manifests: { urls: { allow: [], deny: [] }, indexes } }
  }
  const platformlist = below(spot, 'validation', 'manifests', 'indexes', 'platformlist')
  const platformList = indexes.platformlist.map(({ os, architecture }, index) => {
    if (os === undefined || architecture === undefined) {
      problem(below(platformlist, String(index)), 'a platform needs both os and architecture')
    }
    return { os: os ?? '', architecture: architecture ?? '' }
  })
  return { manifests: { urls, indexes: { platforms: indexes.platforms ?? 'all', platformList } } }
}

/** A service elsewhere can be out of reach while Berth runs; a disk or memory is not asked unless told. */
function healthConfig({ health }: Settings, isElsewhere: boolean, spot: Spot): HealthConfig {
  const { enabled, interval = 10 * seconds, threshold = 3 } = health.storagedriver
  if (interval < 1) {
    const key = below(spot, 'health', 'storagedriver', 'interval')
    problem(key, 'allowed: at least 1ms; to check nothing set enabled: false')
  }
  const fitting = Math.min(interval, longestTimer)
  return { storageDriver: { enabled: enabled ?? isElsewhere, interval: fitting, threshold } }
}

function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? value : undefined
}
