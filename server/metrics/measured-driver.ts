import { OffsetConflict, type StorageDriver } from '../storage/driver.ts'
import type { Counted, Histogram } from './series.ts'

interface Parts {
  readonly storage: Histogram
  readonly errors: Counted
}

/** What Distribution calls it, as far as it does the same. */
const ACTIONS = {
  read: 'GetContent',
  create: 'PutContent',
  writeInOrder: 'PutContent',
  open: 'Reader',
  append: 'Writer',
  stat: 'Stat',
  scan: 'List',
  remove: 'Delete',
  removeFound: 'Delete',
  link: 'URLFor',
} as const satisfies Partial<Record<keyof StorageDriver, string>>

/** The same driver, with what it does counted. Lists are not: they take as long as who reads them. */
export function measuredDriver(driver: StorageDriver, name: string, parts: Parts): StorageDriver {
  const measured = Object.entries(ACTIONS).flatMap(([method, action]) => {
    const work = driver[method as keyof typeof ACTIONS] as Work | undefined
    return work ? [[method, timed(work.bind(driver), [name, action], parts)] as const] : []
  })
  // Whatever else it has, or will have, stays as it is.
  const rest = Object.create(driver) as StorageDriver
  return Object.defineProperties(
    rest,
    Object.fromEntries(measured.map(([method, value]) => [method, { value, enumerable: true }])),
  )
}

type Work = (...input: readonly unknown[]) => Promise<unknown>

function timed(work: Work, labels: readonly string[], { storage, errors }: Parts): Work {
  return async (...input) => {
    const started = performance.now()
    try {
      return await work(...input)
    } catch (error) {
      // That is an answer.
      if (!(error instanceof OffsetConflict)) errors.add(1, ...labels)
      throw error
    } finally {
      storage.observe((performance.now() - started) / 1_000, ...labels)
    }
  }
}
