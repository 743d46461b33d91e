import { openMemory } from '../../server/storage/memory.ts'
import type { StorageDriver } from '../../server/storage/driver.ts'

/** Storage that holds just these objects, and finds a folder's children without looking at all of them. */
export function laidOut(objects: ReadonlyMap<string, Buffer>): StorageDriver {
  const children = childrenOf(objects.keys())
  const modified = new Date()
  return {
    ...openMemory(),
    read: async (path) => objects.get(path),
    async stat(path) {
      const size = objects.get(path)?.length
      return size === undefined ? undefined : { size, modified }
    },
    async *list(path) {
      yield* [...(children.get(path) ?? [])].sort()
    },
  }
}

/** The names in every folder that the paths make. */
function childrenOf(paths: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const children = new Map<string, Set<string>>()
  for (const path of paths) {
    const parts = path.split('/')
    for (const [at, name] of parts.entries()) {
      const parent = parts.slice(0, at).join('/')
      const known = children.get(parent) ?? new Set()
      children.set(parent, known.add(name))
    }
  }
  return children
}
