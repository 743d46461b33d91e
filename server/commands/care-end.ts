import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { auditAsAsked } from '../audit/audit-as-asked.ts'
import { auditedCare } from '../audit/audited-care.ts'
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

export interface CareEndWishes {
  /** Instead of the configuration's, in milliseconds; only for a folder that nobody serves. */
  readonly grace?: number | undefined
  /** Images may go, which is written to the audit log. */
  readonly deletes?: boolean
}

/**
 * @throws UsageError, ConfigError, RemoteError, StorageUnavailable, or what the system says
 */
export async function openCareEnd(
  options: EndOptions,
  io: CommandIo,
  wishes: CareEndWishes = {},
): Promise<CareEnd> {
  const { registry, config, data } = options
  if (registry === undefined) return await openOwn(options, io, wishes)
  if (config !== undefined || data !== undefined) {
    throw new UsageError('--registry stands alone: it needs neither --config nor --data')
  }
  if (wishes.grace !== undefined) throw NOT_SERVED
  return remoteEnd(await openRemoteAt({ url: parseUrl(registry) }, options, io))
}

/** Whoever uses this program here. */
export function byCommand(): Asker {
  try {
    return { via: 'command', user: userInfo().username }
  } catch {
    // In a container a user may have no name.
    return { via: 'command' }
  }
}

/** Whoever pushes there relies on the grace of the registry. */
const NOT_SERVED = new UsageError('--grace is for a folder that nobody serves')

async function openOwn(
  options: EndOptions,
  io: CommandIo,
  wishes: CareEndWishes,
): Promise<CareEnd> {
  const { grace } = wishes
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
    return await openFolder(config, io, wishes)
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
  { grace = config.storage.gc.grace, deletes = false }: CareEndWishes,
): Promise<CareEnd> {
  const tell = (message: string, fields: Readonly<Record<string, unknown>> = {}): void =>
    void stderr.write(`berth: ${message}: ${String(fields['path'] ?? fields['cause'])}\n`)
  const log = { warn: tell, error: tell }
  const secrets = keepSecrets({ folder: ownConfigFolder(process.platform, env), env })
  const opened = openUnserved(config, log, secrets).finally(() => secrets.close())
  const { registry, driver, close } = await opened
  try {
    // A container may have its registry now, whose audit log is that one's alone.
    const isAudited = deletes && driver.exclusive
    const audit = isAudited ? await auditAsAsked(config, log) : undefined
    const care = createCare({ driver, registry, grace })
    if (audit) care.watch(auditedCare(audit))
    return {
      care,
      async [Symbol.asyncDispose]() {
        await care.close()
        await audit?.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
