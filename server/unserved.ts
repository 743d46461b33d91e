import type { Config } from './config/config.ts'
import type { Log } from './log.ts'
import { openRegistry } from './open-registry.ts'
import type { Registry } from './registry/registry.ts'
import type { SecretsKeeper } from './secrets/secrets-keeper.ts'
import { openable } from './storage-setup/openable.ts'
import type { StorageDriver } from './storage/driver.ts'
import { openStorage } from './storage/open.ts'

/** A registry that is used by this process alone, and serves nobody. */
export interface UnservedRegistry {
  readonly registry: Registry
  readonly driver: StorageDriver
  close(): Promise<void>
}

/** @throws FolderInUse where somebody serves it, StorageUnavailable, or what the system says */
export async function openUnserved(
  config: Config,
  log: Pick<Log, 'error'>,
  secrets: SecretsKeeper,
): Promise<UnservedRegistry> {
  const { driver, close } = await openStorage(await openable(config.storage.driver, secrets))
  return { registry: openRegistry(driver, config, log), driver, close }
}
