import { statfs } from 'node:fs/promises'
import type { CareWatcher } from '../collect/care-watcher.ts'
import type { RequestWatcher } from '../http/request-watcher.ts'
import type { Witness } from '../traffic/witness.ts'
import type { StorageDriver } from '../storage/driver.ts'
import { collectionSeries } from './collections.ts'
import { DEFINITIONS } from './definitions.ts'
import { measuredDriver } from './measured-driver.ts'
import { openProcessSeries } from './process-series.ts'
import { measuredRequests } from './requests.ts'
import {
  createAsked,
  createCounted,
  createHistogram,
  expose,
  type Sample,
  type Series,
} from './series.ts'

/** What is counted of one server. */
export interface Metrics {
  readonly requests: RequestWatcher
  /** Looks on when space is freed. */
  readonly care: CareWatcher
  driver(driver: StorageDriver, name: string): StorageDriver
  witness(witness: Witness): Witness
  /** A look into a memory of what storage holds. */
  readonly looked: (hit: boolean) => void
  readonly loggedIn: (result: 'ok' | 'failed' | 'slow') => void
  /** Asks `ask` whenever somebody reads the metrics. */
  ask(name: keyof typeof DEFINITIONS, ask: () => Iterable<Sample>): void
  /** Tells of the disk below a folder. */
  watchDisk(folder: string): void
  /** All of it, as Prometheus reads it. */
  text(): Promise<string>
  close(): void
}

export function createMetrics(): Metrics {
  const cache = createCounted(DEFINITIONS.cache)
  const logins = createCounted(DEFINITIONS.logins)
  const storage = createHistogram(DEFINITIONS.storage)
  const errors = createCounted(DEFINITIONS.storageErrors)
  const transfers = createCounted(DEFINITIONS.transfers)
  const transferred = createCounted(DEFINITIONS.transferred)
  const requests = measuredRequests()
  const care = collectionSeries()
  let folder: string | undefined
  const process = openProcessSeries()
  const counted = [storage, errors, cache, transfers, transferred, logins]
  const all: Series[] = [...requests.series, ...counted, ...care.series]
  return {
    requests,
    care,
    driver: (driver, name) => measuredDriver(driver, name, { storage, errors }),
    witness: (witness) => ({
      ...witness,
      begin(moving) {
        const end = witness.begin(moving)
        transfers.add(1, moving.direction)
        return () => {
          end()
          transfers.add(-1, moving.direction)
          transferred.add(moving.moved(), moving.direction)
        }
      },
    }),
    looked(hit) {
      cache.add(1, 'Request')
      cache.add(1, hit ? 'Hit' : 'Miss')
    },
    loggedIn: (result) => logins.add(1, result),
    ask: (name, ask) => void all.push(createAsked(DEFINITIONS[name], ask)),
    watchDisk: (at) => void (folder = at),
    async text() {
      const free = folder === undefined ? undefined : await freeBytes(folder)
      const samples: readonly Sample[] = free === undefined ? [] : [[[], free]]
      const disk = createAsked(DEFINITIONS.diskFree, () => samples)
      return expose([...all, disk, ...process.series])
    },
    close: process.close,
  }
}

async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return undefined
  }
}
