import type { RepositoryName } from '../oci/name.ts'
import { COLLECTION } from '../registry/layout.ts'
import type { Registry } from '../registry/registry.ts'
import { StorageUnavailable, type StorageDriver } from '../storage/driver.ts'
import { ahead } from '../registry/ahead.ts'
import { createBlobTable } from './blob-table.ts'
import { collectRepository } from './collect-repository.ts'
import { createFindings, type Collected } from './collected.ts'
import { nameDeletedImages } from './deleted-images.ts'
import { listBlobs } from './list-blobs.ts'
import type { CollectOptions, Pass } from './pass.ts'
import { sweepBlobs } from './sweep-blobs.ts'

/** Repositories read at once. */
const WIDTH = 16

/**
 * Gives back the space of what nothing needs, while others push and pull:
 *
 *     begin = now by storage's own clock
 *     1. list   every blob ──▶ table
 *     2. read   each repository: manifests ─▶ what they need, links to blobs
 *                 [untagged manifests go, if asked]
 *                 a link that no manifest needs, last modified before begin − grace, goes
 *                 every manifest, whatever it needs, and every link that stays marks its blob
 *     3. remove each blob without a mark, last modified before begin − grace
 *
 * Why no push ever loses what it relies on. A client relies on a blob because it was told that the
 * blob is there (HEAD, GET), or took it over (mount), or sent it (upload), or because its manifest was
 * looked through (PUT). All of them go through `registry/pins.ts`:
 *
 *     told at t that a repository has the blob ─▶ its link is modified since t − grace/4
 *     was sent the blob itself at t            ─▶ its link is modified since t − grace/2
 *     a new link is made at t to bytes there   ─▶ its blob is modified since t − grace/4, before the link
 *     an index refers to a manifest             ─▶ its link is modified since t − grace/4, as a blob's
 *     a manifest is stored                      ─▶ at most grace/4 after its links were held, or else they
 *                                                  are looked at again behind it, and it is taken back
 *
 * So what was relied on at t is too young for each collection that began before t + 3/4 grace (after a GET alone
 * t + 1/2 grace); and one that begins later sees the manifest, if that was stored by then. What is not stored by
 * then is refused when it comes, for the PUT itself looks and holds, and the client sends again what has gone:
 * never is a manifest there without its blobs.
 * Removal itself is of the very version that was found (ETag; on disk in the object's own turn), so that
 * whoever touches, replaces or takes over an object just before keeps it, and whoever comes just after
 * finds it gone. Links go before bytes, so what a crash leaves is only space, for the next collection.
 *
 * Several processes may collect at once: each removal is decided by itself, by the same rules. Clocks of
 * theirs that differ by less than a quarter of the grace do no harm.
 *
 * @throws StorageUnavailable, or the signal's reason; what has gone by then was needed by nobody
 */
export async function collect(
  driver: StorageDriver,
  registry: Registry,
  options: CollectOptions,
): Promise<Collected> {
  const begun = await beginning(driver, options)
  const pass: Pass = {
    driver,
    registry,
    options,
    table: createBlobTable(),
    findings: createFindings(),
    before: new Date(begun.getTime() - options.grace),
    async step() {
      options.signal?.throwIfAborted()
      await options.pause?.()
    },
  }
  await listBlobs(driver, pass.table, {
    ...options,
    onProgress: (progress) => options.onProgress?.({ ...progress, freedBytes: 0 }),
  })
  // What a repository needs that cannot be read, nobody knows: then all bytes stay.
  if (await readRepositories(pass)) {
    await nameDeletedImages(pass)
    await sweepBlobs(pass)
  }
  return pass.findings.result(begun, pass.table)
}

/** When space was last freed, by whoever uses the storage. */
export async function lastCollection(driver: StorageDriver): Promise<Date | undefined> {
  return (await driver.stat(COLLECTION))?.modified
}

/** By storage's clock, which is the one that its times are of. */
async function beginning(driver: StorageDriver, { dryRun }: CollectOptions): Promise<Date> {
  if (dryRun) return new Date()
  const note = Buffer.from(JSON.stringify({ begun: new Date() }))
  await driver.writeInOrder([[{ path: COLLECTION, bytes: note }]])
  return (await driver.stat(COLLECTION))?.modified ?? new Date()
}

/** @returns whether every repository could be read */
async function readRepositories(pass: Pass): Promise<boolean> {
  const underWay = new Set<Promise<boolean>>()
  const read = (name: RepositoryName): Promise<boolean> => {
    const reading = readRepository(pass, name).finally(() => underWay.delete(reading))
    underWay.add(reading)
    return reading
  }
  let all = true
  try {
    for await (const isRead of ahead(pass.registry.catalog.all(), WIDTH, read)) {
      all &&= isRead
      const done = pass.findings.repositories
      pass.options.onProgress?.({ phase: 'reading', done, freedBytes: 0 })
      await pass.step()
    }
    return all
  } finally {
    // Nothing goes on behind the back of whoever waits.
    await Promise.allSettled(underWay)
  }
}

/** @returns whether all that it needs is marked */
async function readRepository(pass: Pass, name: RepositoryName): Promise<boolean> {
  pass.findings.repositories++
  try {
    await collectRepository(pass, name)
    return true
  } catch (error) {
    if (error instanceof StorageUnavailable || pass.options.signal?.aborted) throw error
    pass.findings.fault({ kind: 'unreadable', repository: name, detail: String(error) })
    return false
  }
}
