import { ahead } from '../registry/ahead.ts'
import { StorageUnavailable, type StorageDriver } from '../storage/driver.ts'

/** What is at a path: bytes, undefined where there is nothing, or why it cannot be read. */
export type Content = Buffer | Unreadable | undefined

export interface Unreadable {
  readonly reason: unknown
}

/** Objects read together. */
const TOGETHER = 64
/** Those read one by one, at once. */
const WIDTH = 16

/**
 * Reads small objects, many in one go where storage can, and makes something of each; in no order.
 *
 * @throws StorageUnavailable: of storage itself it would be untrue to say that an object is at fault
 */
export async function* readEach<T, R>(
  driver: StorageDriver,
  items: Iterable<T>,
  pathOf: (item: T) => string,
  make: (item: T, content: Content) => R,
): AsyncGenerator<R> {
  const readOne = async (item: T): Promise<R> => make(item, await contentAt(driver, pathOf(item)))
  for (const part of inParts(items, TOGETHER)) {
    const known = await driver.readSome?.(part.map(pathOf))
    const left: T[] = []
    for (const item of part) {
      const path = pathOf(item)
      if (known?.has(path)) yield make(item, known.get(path))
      else left.push(item)
    }
    yield* ahead(left, WIDTH, readOne)
  }
}

async function contentAt(driver: StorageDriver, path: string): Promise<Content> {
  try {
    return await driver.read(path)
  } catch (reason) {
    if (reason instanceof StorageUnavailable) throw reason
    return { reason }
  }
}

/** @throws why they cannot be read */
export function bytesOf(content: Content): Buffer | undefined {
  if (content && 'reason' in content) throw content.reason
  return content
}

function* inParts<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let part: T[] = []
  for (const item of items) {
    part.push(item)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
