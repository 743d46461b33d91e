import { existsSync } from 'node:fs'
import { createCare, type Care } from '../collect/care.ts'
import type { Asker } from '../collect/care-watcher.ts'
import type { Config } from '../config/config.ts'
import { ownConfigFolder } from '../config/data-folder.ts'
import { loadConfig } from '../config/load.ts'
import { keepSecrets } from '../secrets/secrets-keeper.ts'
import { FolderInUse } from '../storage/folder-lock.ts'
import type { Remote } from '../sync/remote.ts'
import { openUnserved } from '../unserved.ts'
import { UsageError, type CommandIo } from './command.ts'
import { openRemoteAt, parseUrl, servedAt, type EndOptions } from './end.ts'
import { originOf } from './origin.ts'
import { remoteCare } from './remote-care.ts'

/** The storage that a command cares for: through the registry that serves it, or by itself. */
export interface CareEnd extends AsyncDisposable {
  readonly care: Pick<Care, 'collect' | 'check'>
}

/**
 * @param grace instead of the configuration's, in milliseconds; only for a folder that nobody serves
 * @throws UsageError, ConfigError, RemoteError, StorageUnavailable, or what the system says
 */
export async function openCareEnd(
  options: EndOptions,
  io: CommandIo,
  grace?: number,
): Promise<CareEnd> {
  const { registry, config, data } = options
  if (registry === undefined) return await openOwn(options, io, grace)
  if (config !== undefined || data !== undefined) {
    throw new UsageError('--registry stands alone: it needs neither --config nor --data')
  }
  if (grace !== undefined) throw NOT_SERVED
  return remoteEnd(await openRemoteAt({ url: parseUrl(registry) }, options, io))
}

/** Who works with this program. */
export const BY_COMMAND: Asker = { via: 'command' }

/** Whoever pushes there relies on the grace of the registry. */
const NOT_SERVED = new UsageError('--grace is for a folder that nobody serves')

async function openOwn(
  options: EndOptions,
  io: CommandIo,
  grace: number | undefined,
): Promise<CareEnd> {
  const overrides = options.data === undefined ? {} : { dataFolder: options.data }
  const { config } = loadConfig(originOf(options.config, overrides, io))
  const { driver } = config.storage
  if (driver.kind === 'inmemory') {
    throw new Error('its images are in the memory of whoever serves it: use --registry')
  }
  if (driver.kind === 'filesystem' && !existsSync(driver.rootDirectory)) {
    throw new Error(`there is no folder ${driver.rootDirectory}`)
  }
  if (grace !== undefined && driver.kind !== 'filesystem') throw NOT_SERVED
  try {
    return await openFolder(config, io, grace)
  } catch (error) {
    const at = error instanceof FolderInUse ? servedAt(error, config) : undefined
    if (!at) throw error
    if (grace !== undefined) throw NOT_SERVED
    return remoteEnd(await openRemoteAt(at, options, io))
  }
}

function remoteEnd(remote: Remote): CareEnd {
  return { care: remoteCare(remote.ask), [Symbol.asyncDispose]: async () => remote.close() }
}

async function openFolder(
  config: Config,
  { stderr, env }: CommandIo,
  grace = config.storage.gc.grace,
): Promise<CareEnd> {
  const log = {
    error: (message: string, fields?: Readonly<Record<string, unknown>>) =>
      void stderr.write(`berth: ${message}: ${String(fields?.['path'])}\n`),
  }
  const secrets = keepSecrets({ folder: ownConfigFolder(process.platform, env), env })
  const opened = openUnserved(config, log, secrets).finally(() => secrets.close())
  const { registry, driver, close } = await opened
  const care = createCare({ driver, registry, grace })
  return {
    care,
    async [Symbol.asyncDispose]() {
      await care.close()
      await close()
    },
  }
}
