import type { Config } from './config/config.ts'
import type { Log } from './log.ts'
import { createRegistry, type Registry, type RegistryOptions } from './registry/registry.ts'
import type { StorageDriver } from './storage/driver.ts'

/** The registry that a configuration describes, on opened storage. */
export function openRegistry(
  driver: StorageDriver,
  config: Config,
  log: Pick<Log, 'error'>,
  onLookup?: RegistryOptions['onLookup'],
): Registry {
  return createRegistry(driver, {
    policy: config.validation.manifests,
    remember: config.storage.cache,
    grace: config.storage.gc.grace,
    onDamage: (path) => log.error('stored content does not match its digest', { path }),
    onLookup,
  })
}
