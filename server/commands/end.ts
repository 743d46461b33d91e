import { existsSync } from 'node:fs'
import pkg from '../../package.json' with { type: 'json' }
import type { Config } from '../config/config.ts'
import { ownConfigFolder } from '../config/data-folder.ts'
import { loadConfig } from '../config/load.ts'
import type { RepositoryName } from '../oci/name.ts'
import { keepSecrets } from '../secrets/secrets-keeper.ts'
import { FolderInUse } from '../storage/folder-lock.ts'
import type { Repository } from '../sync/content.ts'
import type { SyncEnd } from '../sync/end.ts'
import { localEnd } from '../sync/local-end.ts'
import { localRepository } from '../sync/local.ts'
import { remoteEnd } from '../sync/remote-end.ts'
import { RemoteError } from '../sync/remote-error.ts'
import { passwordLogin } from '../sync/remote-login.ts'
import { openRemote, type Remote } from '../sync/remote.ts'
import { openUnserved } from '../unserved.ts'
import { localUrl } from '../whereabouts.ts'
import { UsageError, type CommandIo } from './command.ts'
import { originOf } from './origin.ts'
import { loginPassword } from './password.ts'

/** The registry that a command works with: one that answers, or a folder that nobody serves. */
export interface RegistryEnd extends AsyncDisposable {
  /** @param from another of its repositories, whose blobs may be taken over */
  repository(name: RepositoryName, from?: RepositoryName): Repository
  /** All of it. */
  readonly whole: SyncEnd
  /** Where its images lie, if that is a folder of this machine. */
  readonly folder?: string | undefined
}

/** For `parseArgs`; see `END_USAGE`. */
export const END_OPTIONS = {
  registry: { type: 'string' },
  user: { type: 'string' },
  config: { type: 'string' },
  data: { type: 'string' },
} as const

export interface EndOptions {
  readonly registry?: string | undefined
  readonly user?: string | undefined
  readonly config?: string | undefined
  readonly data?: string | undefined
}

/** For the usage of a command. */
export const END_USAGE = `Which registry:
  It is the one of your data folder: through its address while it is served, else the folder itself.
  --registry URL    another one, such as http://localhost:5000
  --user NAME       log in; the password comes from BERTH_PASSWORD, or is asked for
  --config FILE     the configuration that it is served with
  --data FOLDER     the folder in which it keeps images`

/** What a command does with a folder that nobody serves. */
export interface FolderUse {
  /** It changes something there, which a registry that is read-only does not allow. */
  readonly changes: boolean
  /** It makes the folder where there is none. */
  readonly makes: boolean
}

/** @throws UsageError, ConfigError, RemoteError, StorageUnavailable, or what the system says */
export async function openEnd(
  options: EndOptions,
  io: CommandIo,
  use: FolderUse,
): Promise<RegistryEnd> {
  const { registry, config, data } = options
  if (registry === undefined) return await openOwn(options, io, use)
  if (config !== undefined || data !== undefined) {
    throw new UsageError('--registry stands alone: it needs neither --config nor --data')
  }
  return await openAt({ url: parseUrl(registry) }, options, io)
}

/** The address of a registry as it is typed. @throws UsageError */
export function parseUrl(text: string): URL {
  const url = URL.parse(/^https?:\/\//.test(text) ? text : `http://${text}`)
  if (!url || url.search !== '' || url.hash !== '') {
    throw new UsageError(`--registry ${text} is no address such as http://localhost:5000`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('--registry takes no password: use --user and BERTH_PASSWORD')
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

async function openOwn(options: EndOptions, io: CommandIo, use: FolderUse): Promise<RegistryEnd> {
  const { data } = options
  const overrides = data === undefined ? {} : { dataFolder: data }
  const { config } = loadConfig(originOf(options.config, overrides, io))
  const { driver } = config.storage
  if (driver.kind === 'inmemory') {
    throw new Error('its images are in the memory of whoever serves it: use --registry')
  }
  if (driver.kind === 'filesystem' && !use.makes && !existsSync(driver.rootDirectory)) {
    throw new Error(`there is no folder ${driver.rootDirectory}`)
  }
  try {
    return await openFolder(config, io, use)
  } catch (error) {
    const at = error instanceof FolderInUse ? servedAt(error, config) : undefined
    if (!at) throw error
    const end = await openAt(at, options, io)
    return { ...end, folder: folderOf(config) }
  }
}

async function openFolder(
  config: Config,
  { stderr, env }: CommandIo,
  { changes }: FolderUse,
): Promise<RegistryEnd> {
  if (changes && config.storage.readOnly) {
    throw new Error('the registry is read-only: storage.maintenance.readonly')
  }
  const log = {
    error: (message: string, fields?: Readonly<Record<string, unknown>>) =>
      void stderr.write(`berth: ${message}: ${String(fields?.['path'])}\n`),
  }
  const secrets = keepSecrets({ folder: ownConfigFolder(process.platform, env), env })
  try {
    const { registry, close } = await openUnserved(config, log, secrets)
    return {
      repository: (name) => localRepository(registry, name),
      whole: localEnd(registry),
      folder: folderOf(config),
      [Symbol.asyncDispose]: close,
    }
  } finally {
    secrets.close()
  }
}

const folderOf = ({ storage: { driver } }: Config): string | undefined =>
  driver.kind === 'filesystem' ? driver.rootDirectory : undefined

/** Where a registry answers. */
export interface Address {
  readonly url: URL
  readonly socketPath?: string | undefined
}

/** Where whoever holds a folder serves it; undefined while it has not come up yet. */
export function servedAt({ owner }: FolderInUse, { http }: Config): Address | undefined {
  const addresses = owner?.addresses ?? []
  const url = localUrl(addresses, http.prefix)
  if (url) return { url }
  const [socketPath] = addresses
  return socketPath === undefined
    ? undefined
    : { url: new URL(http.prefix, 'http://localhost'), socketPath }
}

async function openAt(address: Address, options: EndOptions, io: CommandIo): Promise<RegistryEnd> {
  const remote = await openRemoteAt(address, options, io)
  return {
    repository: remote.repository,
    whole: remoteEnd({ remote, url: address.url }),
    [Symbol.asyncDispose]: async () => remote.close(),
  }
}

/** A registry that answers there, and lets us in. @throws RemoteError, or UsageError without a login that it wants */
export async function openRemoteAt(
  address: Address,
  { user }: EndOptions,
  io: CommandIo,
): Promise<Remote> {
  const login = user === undefined ? undefined : passwordLogin(user, await loginPassword(user, io))
  const remote: Remote = openRemote({ ...address, login, agent: `berth/${pkg.version}` })
  try {
    await remote.greet()
  } catch (error) {
    remote.close()
    const isUnknown = error instanceof RemoteError && error.kind === 'login-missing'
    throw isUnknown ? new Error(`${error.message}: use --user NAME`, { cause: error }) : error
  }
  return remote
}
