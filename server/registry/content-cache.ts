import type { Digest } from '../oci/digest.ts'

/**
 * Immutable bytes by digest, up to a number of bytes in all; what was not asked for the longest
 * goes first.
 */
export interface ContentCache<T> {
  get(digest: Digest): T | undefined
  set(digest: Digest, value: T, size: number): void
  delete(digest: Digest): void
}

/** @param capacity bytes; one value larger than an eighth of it is not kept */
export function createContentCache<T>(capacity: number): ContentCache<T> {
  const entries = new Map<Digest, { value: T; size: number }>()
  let held = 0

  function drop(digest: Digest): void {
    held -= entries.get(digest)?.size ?? 0
    entries.delete(digest)
  }

  return {
    get(digest) {
      const found = entries.get(digest)
      if (!found) return undefined
      entries.delete(digest)
      entries.set(digest, found)
      return found.value
    },
    set(digest, value, size) {
      if (size > capacity / 8) return
      drop(digest)
      entries.set(digest, { value, size })
      held += size
      for (const oldest of entries.keys()) {
        if (held <= capacity) break
        drop(oldest)
      }
    },
    delete: drop,
  }
}
