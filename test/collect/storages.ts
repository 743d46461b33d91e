import { createRegistry, type Registry } from '../../server/registry/registry.ts'
import { openDisk } from '../../server/storage/disk.ts'
import type { StorageDriver } from '../../server/storage/driver.ts'
import { openMemory } from '../../server/storage/memory.ts'
import { setTimeout as delay } from 'node:timers/promises'
import { STRICT } from '../registry/opened-registry.ts'
import { newPlace } from '../storage/azure-place.ts'
import { startAzurite } from '../support/azurite.ts'
import { temporaryFolder } from '../support/folder.ts'

/** A registry on empty storage of one kind. */
export interface OpenedStorage extends AsyncDisposable {
  readonly registry: Registry
  readonly driver: StorageDriver
  /** Until all that was written by then lies before the next collection's beginning. */
  settle(): Promise<void>
}

export interface StorageKind {
  readonly name: string
  open(options?: { readonly grace?: number }): Promise<OpenedStorage>
}

/** @param grace milliseconds */
export const registryOn = (driver: StorageDriver, grace = 0): Registry =>
  createRegistry(driver, { policy: STRICT, remember: true, onDamage: () => {}, grace })

export const MEMORY: StorageKind = {
  name: 'memory',
  async open({ grace } = {}) {
    const driver = openMemory()
    return {
      driver,
      registry: registryOn(driver, grace),
      settle: () => delay(5),
      [Symbol.asyncDispose]: async () => {},
    }
  },
}

export const openStorages: readonly StorageKind[] = [
  MEMORY,
  {
    name: 'disk',
    async open({ grace } = {}) {
      const folder = await temporaryFolder('collect')
      const driver = await openDisk(folder.path)
      return {
        driver,
        registry: registryOn(driver, grace),
        settle: () => delay(5),
        async [Symbol.asyncDispose]() {
          await driver.close()
          await folder[Symbol.asyncDispose]()
        },
      }
    },
  },
  {
    name: 'azure',
    async open({ grace } = {}) {
      const azurite = await startAzurite()
      const place = await newPlace(azurite)
      const driver = await place.open()
      return {
        driver,
        registry: registryOn(driver, grace),
        // The service tells times in whole seconds.
        settle: () => delay(1_100),
        async [Symbol.asyncDispose]() {
          await azurite[Symbol.asyncDispose]()
        },
      }
    },
  },
]
