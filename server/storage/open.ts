import type { AzureConfig } from '../config/azure-config.ts'
import type { FilesystemConfig, InMemoryConfig } from '../config/config.ts'
import { openDisk } from './disk.ts'
import type { StorageDriver } from './driver.ts'
import { lockFolder } from './folder-lock.ts'
import { openMemory } from './memory.ts'

/** Storage in use, and how to let go of it. */
export interface OpenStorage {
  readonly driver: StorageDriver
  /** Tells whoever wants the same storage for itself where this server can be found. */
  announce(addresses: readonly string[]): Promise<void>
  close(): Promise<void>
}

/** Storage as it can be opened: its credential is known. */
export type OpenableStorage = FilesystemConfig | InMemoryConfig | AzureConfig

/** @throws FolderInUse, StorageUnavailable, or what the system says; then nothing is left behind */
export async function openStorage(config: OpenableStorage): Promise<OpenStorage> {
  switch (config.kind) {
    case 'filesystem':
      return await openFolder(config.rootDirectory)
    case 'azure':
      return shared(await openContainer(config))
    case 'inmemory':
      return shared(openMemory())
  }
}

/** The SDK is large: who keeps images elsewhere does not load it. */
async function openContainer(config: AzureConfig): Promise<StorageDriver> {
  const { openAzure } = await import('./azure.ts')
  return await openAzure(config)
}

/** A folder has one Berth at a time. */
async function openFolder(root: string): Promise<OpenStorage> {
  const lock = await lockFolder(root)
  try {
    const driver = await openDisk(root)
    const close = async (): Promise<void> => {
      await driver.close()
      await lock.release()
    }
    return { driver, announce: (addresses) => lock.announce(addresses), close }
  } catch (error) {
    await lock.release()
    throw error
  }
}

const shared = (driver: StorageDriver): OpenStorage => ({
  driver,
  announce: async () => {},
  close: () => driver.close(),
})
