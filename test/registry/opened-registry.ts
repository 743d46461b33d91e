import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReferencePolicy } from '../../server/registry/references.ts'
import { createRegistry, type Registry } from '../../server/registry/registry.ts'
import { openDisk } from '../../server/storage/disk.ts'
import type { StorageDriver } from '../../server/storage/driver.ts'
import { temporaryFolder } from '../support/folder.ts'

/** Everything has to be there, and all is allowed. */
export const STRICT: ReferencePolicy = {
  urls: { allow: [], deny: [] },
  indexes: { platforms: 'all', platformList: [] },
}

/** A registry on a folder of its own. */
export interface OpenedRegistry extends AsyncDisposable {
  readonly registry: Registry
  readonly driver: StorageDriver
  /** Paths that the registry found damaged. */
  readonly damage: readonly string[]
  /** Another registry on the same folder: what a restart leaves. */
  restart(): Promise<Registry>
  /** What a file of the folder holds; undefined where there is none. For looking and meddling behind the registry's back. */
  peek(path: string): Promise<string | undefined>
  meddle(path: string, text: string): Promise<void>
}

export interface RegistrySettings {
  readonly policy?: ReferencePolicy
  readonly remember?: boolean
  /** Stands between the registry and its folder. */
  readonly wrap?: (driver: StorageDriver) => StorageDriver
}

export async function openRegistry(settings: RegistrySettings = {}): Promise<OpenedRegistry> {
  const folder = await temporaryFolder('registry')
  const damage: string[] = []
  const { policy = STRICT, remember = true, wrap = (driver) => driver } = settings
  const options = { policy, remember, onDamage: (path: string) => void damage.push(path) }
  const driver = wrap(await openDisk(folder.path))
  return {
    registry: createRegistry(driver, options),
    driver,
    damage,
    restart: async () => createRegistry(await openDisk(folder.path), options),
    peek: (path) => readFile(join(folder.path, path), 'utf8').catch(() => undefined),
    meddle: (path, text) => writeFile(join(folder.path, path), text),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}
