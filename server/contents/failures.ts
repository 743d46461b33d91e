import type { Digest } from '../oci/digest.ts'

/** Layers that could not be read, and why. */
export interface Failures {
  /** For a person; undefined when it may be tried, or tried again. */
  of(digest: Digest): string | undefined
  note(digest: Digest, error: unknown): void
}

/** Milliseconds until it is tried again: storage may be back soon, a broken layer is mended by a push at best. */
const RETRY = 10_000
const RETRY_BROKEN = 300_000
/** Remembered at most. */
const MOST = 1_000

/** @param log told of what is no fault of the layer's */
export function createFailures(
  log: (digest: Digest, error: unknown) => void,
  now: () => number,
): Failures {
  const failures = new Map<Digest, { readonly message: string; readonly until: number }>()
  return {
    of(digest) {
      const failure = failures.get(digest)
      if (!failure || failure.until > now()) return failure?.message
      failures.delete(digest)
      return undefined
    },
    note(digest, error) {
      const isBroken = (error as NodeJS.ErrnoException).code === 'BROKEN_LAYER'
      if (!isBroken) log(digest, error)
      const message = error instanceof Error ? error.message : String(error)
      failures.set(digest, { message, until: now() + (isBroken ? RETRY_BROKEN : RETRY) })
      const oldest = failures.size > MOST ? failures.keys().next().value : undefined
      if (oldest !== undefined) failures.delete(oldest)
    },
  }
}
