import type { Registry } from '../registry/registry.ts'
import type { StorageDriver } from '../storage/driver.ts'
import { tellingAll, type Asker, type CareDeed, type CareWatcher } from './care-watcher.ts'
import { check, type Checked, type CheckOptions } from './check.ts'
import { collect } from './collect.ts'
import type { Collected } from './collected.ts'
import { addToGrowth } from './growth.ts'
import type { Looking } from './list-blobs.ts'
import { measure, type Usage } from './measure.ts'
import type { CollectOptions } from './pass.ts'

/** What can be done for a registry's storage, one thing at a time. */
export interface Care {
  /** @throws CareBusy, StorageUnavailable, or the signal's reason */
  collect(wishes: CollectWishes): Promise<Collected>
  /** @throws the same */
  check(wishes: CheckWishes): Promise<Checked>
  /** Measures anew, and keeps it for the growth. @throws the same */
  measure(wishes: MeasureWishes): Promise<Usage>
  /** Tells of all that is done from now on. */
  watch(watcher: CareWatcher): void
  /** Undefined while nothing is done. */
  readonly underWay: CareDeed | undefined
  /** Stops what is under way, whoever has it done. */
  stop(reason: CareStopped): void
  /** Stops what is under way, and waits for its end. */
  close(): Promise<void>
}

interface Asked {
  readonly by: Asker
}

export type CollectWishes = Asked & Omit<CollectOptions, 'grace' | 'pause' | 'onDeleted'>
export type CheckWishes = Asked & Omit<CheckOptions, 'pause'>
export type MeasureWishes = Asked & Omit<Looking, 'pause'>

/** Something else is being done with storage, which would be slower still beside another. */
export class CareBusy extends Error {
  override readonly name = 'CareBusy'

  constructor(busy: CareDeed['task']) {
    super(`${BUSY[busy]} already: wait until it is done`)
  }
}

/** A person stopped it, or the registry stops. */
export class CareStopped extends Error {
  override readonly name = 'CareStopped'
}

const BUSY: Readonly<Record<CareDeed['task'], string>> = {
  collect: 'space is being freed',
  check: 'storage is being checked',
  measure: 'storage is being measured',
}

export interface CareParts {
  readonly driver: StorageDriver
  readonly registry: Registry
  /** `storage.maintenance.gc.grace`, in milliseconds. */
  readonly grace: number
  readonly pause?: () => Promise<void>
}

interface UnderWay {
  readonly deed: CareDeed
  readonly stop: AbortController
  readonly ended: Promise<unknown>
}

/** What each of the three is given, and told. */
interface Means {
  readonly signal: AbortSignal
  readonly pause?: () => Promise<void>
}

export function createCare({ driver, registry, grace, pause }: CareParts): Care {
  const watchers: CareWatcher[] = []
  const all = tellingAll(watchers)
  let isClosed = false
  let underWay: UnderWay | undefined

  async function alone<T>(
    deed: CareDeed,
    signal: AbortSignal | undefined,
    work: (means: Means) => Promise<T>,
  ): Promise<T> {
    if (isClosed) throw STOPS
    if (underWay) throw new CareBusy(underWay.deed.task)
    const stop = new AbortController()
    const stopped = AbortSignal.any([stop.signal, ...(signal ? [signal] : [])])
    const running = work({ signal: stopped, ...(pause && { pause }) })
    underWay = { deed, stop, ended: running.catch(() => {}) }
    all.progress(deed, { phase: 'listing', done: 0, bytes: 0 })
    try {
      return await running.finally(() => (underWay = undefined))
    } catch (error) {
      all.failed(deed, error, stopped.aborted)
      throw error
    }
  }

  return {
    async collect({ by, ...wishes }) {
      const deed = deedOf('collect', by, wishes)
      const onProgress: CollectOptions['onProgress'] = (progress) => {
        wishes.onProgress?.(progress)
        all.progress(deed, { ...progress, bytes: progress.freedBytes })
      }
      const onDeleted: CollectOptions['onDeleted'] = (name, digests) =>
        all.deleted(name, digests, by)
      const done = await alone(deed, wishes.signal, (means) =>
        collect(driver, registry, { ...wishes, ...means, grace, onProgress, onDeleted }),
      )
      all.collected(deed, done)
      return done
    },

    async check({ by, ...wishes }) {
      const deed = deedOf('check', by, wishes)
      const onProgress: CheckOptions['onProgress'] = (progress) => {
        wishes.onProgress?.(progress)
        all.progress(deed, { ...progress, bytes: progress.readBytes })
      }
      const onFault: CheckOptions['onFault'] = (fault) => {
        wishes.onFault?.(fault)
        all.fault(fault)
      }
      const done = await alone(deed, wishes.signal, (means) =>
        check(driver, registry, { ...wishes, ...means, onProgress, onFault }),
      )
      all.checked(deed, done)
      return done
    },

    async measure({ by, ...wishes }) {
      const deed = deedOf('measure', by)
      const onProgress: Looking['onProgress'] = (progress) => {
        wishes.onProgress?.(progress)
        all.progress(deed, { ...progress, bytes: 0 })
      }
      const usage = await alone(deed, wishes.signal, async (means) => {
        const found = await measure(driver, registry, { ...wishes, ...means, onProgress })
        await addToGrowth(driver, found)
        return found
      })
      all.measured(deed, usage)
      return usage
    },

    watch: (watcher) => void watchers.push(watcher),
    get underWay() {
      return underWay?.deed
    },
    stop: (reason) => underWay?.stop.abort(reason),

    async close() {
      isClosed = true
      underWay?.stop.abort(STOPS)
      await underWay?.ended
    },
  }
}

const STOPS = new CareStopped('the registry stops')

function deedOf(
  task: CareDeed['task'],
  by: Asker,
  wishes: Partial<Pick<CareDeed, 'dryRun' | 'untagged' | 'digests'>> = {},
): CareDeed {
  const { dryRun = false, untagged = false, digests = false } = wishes
  return { task, by, dryRun, untagged, digests, started: performance.now() }
}
