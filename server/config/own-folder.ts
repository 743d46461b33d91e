import { posix, resolve, win32 } from 'node:path'
import type { AuditConfig, StorageConfig } from './config.ts'
import { defaultDataFolder } from './data-folder.ts'
import type { Settings } from './keys.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Where Berth keeps what is no image and has to survive a restart: beside the images where these lie in a
 * folder, for Azure in the data folder of this machine. Nowhere while images live in memory.
 */
export function ownFolder(
  { driver }: StorageConfig,
  { platform, env }: Surroundings,
): string | undefined {
  const { join } = platform === 'win32' ? win32 : posix
  switch (driver.kind) {
    case 'filesystem':
      return join(driver.rootDirectory, '.berth')
    case 'azure': {
      const { accountName, container, rootDirectory } = driver
      const name = [accountName, container, ...rootDirectory.split('/')].filter(Boolean).join('-')
      return join(defaultDataFolder(platform, env), 'azure', name)
    }
    case 'inmemory':
      return undefined
  }
}

const MEBIBYTE = 1024 * 1024

/** `log.audit`: on wherever there is a place for it. */
export function auditConfig(
  { audit }: Settings['log'],
  folder: string | undefined,
  { cwd, platform }: Surroundings,
): AuditConfig | undefined {
  const { join } = platform === 'win32' ? win32 : posix
  const given = audit.path === undefined ? undefined : resolve(cwd, audit.path)
  const path = given ?? (folder && join(folder, 'audit.log'))
  if (path === undefined || audit.enabled === false) return undefined
  return {
    path,
    isAskedFor: given !== undefined || audit.enabled === true,
    maxSize: (audit.maxsize ?? 10) * MEBIBYTE,
    maxFiles: audit.maxfiles ?? 10,
  }
}
