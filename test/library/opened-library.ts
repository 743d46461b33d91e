import { join } from 'node:path'
import { openLibrary, type Library } from '../../server/library/library.ts'
import type { Log } from '../../server/log.ts'
import { createRegistry, type Registry } from '../../server/registry/registry.ts'
import { openMemory } from '../../server/storage/memory.ts'
import type { StorageDriver } from '../../server/storage/driver.ts'
import { openRegistry, STRICT } from '../registry/opened-registry.ts'
import { temporaryFolder } from '../support/folder.ts'

/** A library of a registry of its own. */
export interface OpenedLibrary extends AsyncDisposable {
  readonly registry: Registry
  readonly driver: StorageDriver
  readonly library: Library
  /** Warnings and errors that were logged. */
  readonly complaints: readonly string[]
  /** The database's file, for meddling. */
  readonly file: string
  /** Closes the library, lets `meanwhile` happen and opens it again, without waiting for anything. */
  reopen(meanwhile?: () => Promise<unknown>): Promise<Library>
}

export interface LibrarySettings {
  /** Stands between the library, and its registry, and storage. */
  readonly wrap?: (driver: StorageDriver) => StorageDriver
  /** Happens before it is opened. */
  readonly before?: (registry: Registry, driver: StorageDriver) => Promise<unknown>
}

/** On a folder; what was there before it is opened is in its index when this returns. */
export async function openedLibrary(settings: LibrarySettings = {}): Promise<OpenedLibrary> {
  const { wrap } = settings
  const at = await openRegistry(wrap ? { wrap } : {})
  return await openOn(at, settings)
}

/** On storage in memory. */
export async function openedInMemory(settings: LibrarySettings = {}): Promise<OpenedLibrary> {
  const { wrap = (driver) => driver } = settings
  const driver = wrap(openMemory())
  const registry = createRegistry(driver, { policy: STRICT, remember: true, onDamage: () => {} })
  return await openOn({ registry, driver, [Symbol.asyncDispose]: async () => {} }, settings)
}

interface Below extends AsyncDisposable {
  readonly registry: Registry
  readonly driver: StorageDriver
}

async function openOn(below: Below, { before }: LibrarySettings): Promise<OpenedLibrary> {
  const { registry, driver } = below
  const folder = await temporaryFolder('library')
  const file = join(folder.path, 'console.db')
  const complaints: string[] = []
  const open = () => openLibrary({ registry, driver, file, log: listeningLog(complaints) })
  await before?.(registry, driver)
  let library = open()
  await library.settled()
  return {
    registry,
    driver,
    get library() {
      return library
    },
    complaints,
    file,
    async reopen(meanwhile) {
      await library.close()
      await meanwhile?.()
      library = open()
      return library
    },
    async [Symbol.asyncDispose]() {
      await library.close()
      await folder[Symbol.asyncDispose]()
      await below[Symbol.asyncDispose]()
    },
  }
}

/** A log that notes what is worth a complaint. */
export function listeningLog(complaints: string[]): Log {
  const complain = (message: string): void => void complaints.push(message)
  return {
    debug: () => {},
    info: () => {},
    warn: complain,
    error: complain,
    access: () => {},
    flush: async () => {},
  }
}
