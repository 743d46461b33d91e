import type { Aside } from './aside.ts'
import type { NotificationEvent } from './event.ts'
import type { Post } from './post.ts'

/** What came of events that were set aside and sent once more. */
export interface Retried {
  readonly taken: number
  /** Why the next one was not taken; absent when none is left, or time was up. */
  readonly problem?: string
}

/** In milliseconds: a person waits. */
const PATIENCE = 20_000

/**
 * Sends these once more, past what waits: the oldest first, each alone, up to the first that is not taken. An
 * event stays set aside until it was.
 */
export async function retryAside(
  aside: Aside,
  endpoint: string,
  ids: readonly number[],
  post: Post,
): Promise<Retried> {
  const until = performance.now() + PATIENCE
  let taken = 0
  for (const { id, body } of aside.find(endpoint, ids)) {
    if (performance.now() > until) break
    try {
      await post([JSON.parse(body) as NotificationEvent], new AbortController().signal)
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      aside.answered(id, problem)
      return { taken, problem }
    }
    aside.remove(endpoint, [id])
    taken++
  }
  return { taken }
}
