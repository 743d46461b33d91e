import type { StorageDriver } from '../storage/driver.ts'

/** Objects whose contents are asked for, and kept in memory, together. */
export const TOGETHER = 128

/** What is at one of the paths; fails as `StorageDriver.read` does. */
export type Reading = (path: string) => Promise<Buffer | undefined>

/** Reads small objects, all at once where storage can. @param paths at most `TOGETHER` */
export async function readingOf(driver: StorageDriver, paths: readonly string[]): Promise<Reading> {
  const known = await driver.readSome?.(paths)
  return async (path) => (known?.has(path) ? known.get(path) : await driver.read(path))
}

/** Parts of a list, each of so many at most. */
export function* inParts<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let part: T[] = []
  for (const item of items) {
    part.push(item)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
