import type { Service } from './contract.ts'
import type { SYNC_METHODS } from './sync-contract.ts'
import type { Sync } from './sync.ts'

/** A registry that is read-only may still be where images come from: only what changes it is refused by the sync itself. */
export function syncMethods({
  sync,
}: {
  readonly sync: Sync
}): Pick<Service, keyof typeof SYNC_METHODS> {
  return {
    'sync.targets': () => sync.targets(),
    'sync.saveTarget': (input) => sync.saveTarget(input),
    'sync.deleteTarget': (input) => sync.deleteTarget(input),
    'sync.plan': (input) => sync.plan(input),
    'sync.getPlan': (input) => sync.getPlan(input),
    'sync.planImages': (input) => sync.planImages(input),
    'sync.start': (input) => sync.start(input),
    'sync.runs': (input) => sync.runs(input),
    'sync.getRun': (input) => sync.getRun(input),
    'sync.runImages': (input) => sync.runImages(input),
    'sync.pause': (input) => sync.pause(input),
    'sync.resume': (input) => sync.resume(input),
    'sync.cancel': (input) => sync.cancel(input),
    'sync.retry': (input) => sync.retry(input),
    'sync.sides': (input) => sync.sides(input),
    'sync.resolve': (input) => sync.resolve(input),
  }
}
