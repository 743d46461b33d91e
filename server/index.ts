import { readFile } from 'node:fs/promises'
import type { SecureContextOptions } from 'node:tls'
import { createAuthenticator, type Authenticator } from './auth/authenticator.ts'
import type { Config, TlsConfig } from './config/config.ts'
import { createApp } from './http/app.ts'
import { listen } from './http/listen.ts'
import type { Log } from './log.ts'
import { createRegistry } from './registry/registry.ts'
import { schedulePurge } from './purge-schedule.ts'
import { watchStorage } from './storage-health.ts'
import { openStorage } from './storage/open.ts'

/** A registry that serves; see `startServer`. */
export interface RunningServer {
  /** Where it listens, as URLs. */
  readonly urls: readonly string[]
  /** Lets requests under way finish for at most `http.draintimeout`, then lets go of everything. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Composition root: brings up everything a registry consists of, in this order, and takes it down in
 * the reverse one. May be called again after `stop`, and for several folders and ports at once.
 *
 * @throws FolderInUse, StorageUnavailable, AddressTaken, UserFileError, or what the system says; then nothing is left behind
 */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  const opened: (() => Promise<void>)[] = []
  const closeAll = async (): Promise<void> => {
    for (let close = opened.pop(); close; close = opened.pop()) await close()
  }
  try {
    const tls = config.http.tls && (await readTls(config.http.tls))
    const storage = await openStorage(config.storage.driver)
    opened.push(() => storage.close())
    const { driver } = storage
    const registry = createRegistry(driver, {
      policy: config.validation.manifests,
      remember: config.storage.cache,
      onDamage: (path) => log.error('stored content does not match its digest', { path }),
    })
    const authenticator = await openAuthenticator(config, log)
    if (authenticator) opened.push(() => authenticator.close())
    const health = watchStorage(driver, config.health.storageDriver, log)
    opened.push(() => health.stop())
    const app = createApp({
      config,
      registry,
      log,
      storageOk: () => health.now.ok,
      ...(authenticator ? { authenticator } : {}),
    })
    const listening = await listen(config.http.listen, app, tls)
    opened.push(() => listening.close(config.http.drainTimeout))
    await storage.announce(listening.urls)
    const purge = schedulePurge(driver, registry.catalog, config.storage.uploadPurging, log)
    opened.push(() => purge.stop())
    let stopped: Promise<void> | undefined
    return { urls: listening.urls, stop: () => (stopped ??= closeAll()) }
  } catch (error) {
    await closeAll()
    throw error
  }
}

async function openAuthenticator(config: Config, log: Log): Promise<Authenticator | undefined> {
  const { htpasswd } = config.auth
  return htpasswd && (await createAuthenticator({ ...htpasswd, log }))
}

async function readTls(tls: TlsConfig): Promise<SecureContextOptions & { requestCert?: boolean }> {
  const [cert, key, ...ca] = await Promise.all(
    [tls.certificate, tls.key, ...tls.clientCas].map((file) => readFile(file)),
  )
  const base = { cert: cert ?? '', key: key ?? '', minVersion: tls.minimumTls }
  return ca.length > 0 ? { ...base, ca, requestCert: true } : base
}
