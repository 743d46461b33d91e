import type { Problem } from './config-error.ts'
import type { Place, Tree } from './tree.ts'
import { isEmpty, placeOf, showPlace, valueAt } from './tree.ts'

/** Collects what is wrong or worth a word, so that one start tells a person everything. */
export interface Report {
  readonly problems: Problem[]
  readonly warnings: string[]
}

/** A place in a tree that is being read. */
export interface Spot {
  readonly root: Tree
  /** Every dotted path that the schema knows, to find what a misplaced key should have been. */
  readonly known: readonly string[]
  readonly path: readonly string[]
  readonly report: Report
}

/** The spot one key (or list index) further down. */
export function below(spot: Spot, ...steps: readonly string[]): Spot {
  return { ...spot, path: [...spot.path, ...steps] }
}

/** Whether something stands there, right or wrong. */
export function isWritten({ root, path }: Spot): boolean {
  const tree = valueAt(root, path)
  return tree !== undefined && !isEmpty(tree)
}

/** How a message about another spot names this one: `storage.azure.sastoken (config.yml:7)`. */
export function showSpot({ root, path }: Spot): string {
  return `${path.join('.')} (${showPlace(placeOf(root, path))})`
}

/** Adds an error about the spot. */
export function problem(spot: Spot, message: string): void {
  const place = placeOf(spot.root, spot.path)
  const key = spot.path.join('.')
  spot.report.problems.push(key === '' ? { place, message } : { place, key, message })
}

/** Adds a warning about the spot; `places` when it was written in more than one. */
export function warning(spot: Spot, message: string, places?: readonly Place[]): void {
  const where = (places ?? [placeOf(spot.root, spot.path)]).map(showPlace).join(', ')
  spot.report.warnings.push(`${where}: ${spot.path.join('.')}: ${message}`)
}
