import { createHash, type Hash } from 'node:crypto'
import { CANONICAL, finish, type Digest } from '../oci/digest.ts'

/**
 * The running digests of uploads under way, so that the last request of an upload need not read it
 * all again. What is not known here (after a restart, or when there are too many at once) is
 * computed from storage by the caller.
 */
export interface Hashing {
  /** Yields `body` unchanged while adding it to the digest of upload `id`, which is `offset` bytes long so far. */
  through(id: string, offset: number, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
  /** The digest of the first `length` bytes, if exactly those went through. */
  digest(id: string, length: number): Digest | undefined
  forget(id: string): void
}

/** Uploads remembered at most; each is a few hundred bytes. */
const REMEMBERED = 4_096

export function createHashing(): Hashing {
  const running = new Map<string, { hash: Hash; length: number }>()

  function resume(id: string, offset: number): { hash: Hash; length: number } | undefined {
    if (offset === 0) {
      const oldest = running.size >= REMEMBERED ? running.keys().next().value : undefined
      if (oldest !== undefined) running.delete(oldest)
      const fresh = { hash: createHash(CANONICAL), length: 0 }
      running.set(id, fresh)
      return fresh
    }
    const found = running.get(id)
    if (found?.length === offset) return found
    // Storage did not keep all that went through: what is known is of bytes that are not there.
    running.delete(id)
    return undefined
  }

  return {
    async *through(id, offset, body) {
      const state = resume(id, offset)
      for await (const chunk of body) {
        if (state) {
          state.hash.update(chunk)
          state.length += chunk.length
        }
        yield chunk
      }
    },
    digest(id, length) {
      const state = length === 0 ? resume(id, 0) : running.get(id)
      return state?.length === length ? finish(state.hash.copy()) : undefined
    },
    forget: (id) => void running.delete(id),
  }
}
