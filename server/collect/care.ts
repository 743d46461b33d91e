import type { Registry } from '../registry/registry.ts'
import type { StorageDriver } from '../storage/driver.ts'
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
  collect(options: Omit<CollectOptions, 'grace' | 'pause'>): Promise<Collected>
  /** @throws the same */
  check(options: Omit<CheckOptions, 'pause'>): Promise<Checked>
  /** Measures anew, and keeps it for the growth. @throws the same */
  measure(options: Omit<Looking, 'pause'>): Promise<Usage>
  /** Stops what is under way, and waits for its end. */
  close(): Promise<void>
}

/** Something else is being done with storage, which would be slower still beside another. */
export class CareBusy extends Error {
  override readonly name = 'CareBusy'

  constructor(busy: Task) {
    super(`${BUSY[busy]} already: wait until it is done`)
  }
}

type Task = 'collect' | 'check' | 'measure'

const BUSY: Readonly<Record<Task, string>> = {
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

export function createCare({ driver, registry, grace, pause }: CareParts): Care {
  const closing = new AbortController()
  let underWay: { readonly task: Task; readonly ended: Promise<unknown> } | undefined

  async function alone<T>(
    task: Task,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    closing.signal.throwIfAborted()
    if (underWay) throw new CareBusy(underWay.task)
    const running = work(AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]))
    underWay = { task, ended: running.catch(() => {}) }
    try {
      return await running
    } finally {
      underWay = undefined
    }
  }

  const slowly = pause ? { pause } : {}
  return {
    collect: (options) =>
      alone('collect', options.signal, (signal) =>
        collect(driver, registry, { ...options, ...slowly, grace, signal }),
      ),
    check: (options) =>
      alone('check', options.signal, (signal) =>
        check(driver, registry, { ...options, ...slowly, signal }),
      ),
    measure: (options) =>
      alone('measure', options.signal, async (signal) => {
        const usage = await measure(driver, registry, { ...options, ...slowly, signal })
        await addToGrowth(driver, usage)
        return usage
      }),
    async close() {
      closing.abort(new Error('the registry stops'))
      await underWay?.ended
    },
  }
}
