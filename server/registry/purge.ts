import type { RepositoryName } from '../oci/name.ts'
import type { StorageDriver } from '../storage/driver.ts'
import type { Catalog } from './catalog.ts'
import { uploadPath, uploadsPath, uploadStarted, uploadData } from './layout.ts'

export interface Purged {
  readonly repository: RepositoryName
  readonly id: string
  readonly started: Date
}

/**
 * Removes uploads that began longer ago than `age` milliseconds and have received nothing for as
 * long (`storage.maintenance.uploadpurging`). An upload without a readable start counts from its last
 * byte, and is left alone when it has none.
 */
export async function* purgeUploads(
  driver: StorageDriver,
  catalog: Catalog,
  options: { readonly age: number; readonly dryRun: boolean; readonly now?: number },
): AsyncGenerator<Purged> {
  const before = (options.now ?? Date.now()) - options.age
  for await (const repository of catalog.withUploads()) {
    for await (const id of driver.list(uploadsPath(repository))) {
      const started = await lastActive(driver, repository, id)
      if (!started || started.getTime() > before) continue
      if (!options.dryRun) await driver.remove(uploadPath(repository, id))
      yield { repository, id, started }
    }
  }
}

async function lastActive(
  driver: StorageDriver,
  name: RepositoryName,
  id: string,
): Promise<Date | undefined> {
  const [started, data] = await Promise.all([
    driver.read(uploadStarted(name, id)),
    driver.stat(uploadData(name, id)),
  ])
  const begun = new Date(started?.toString('utf8').trim() ?? Number.NaN)
  if (Number.isNaN(begun.getTime())) return data?.modified
  return data && data.modified > begun ? data.modified : begun
}
