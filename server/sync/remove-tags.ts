import type { SyncEnd } from './end.ts'
import type { Levels } from './levels.ts'
import type { ImageOutcome } from './outcome.ts'
import type { PlannedImage } from './plan-contents.ts'
import { whyFailed } from './why-failed.ts'

export interface RemovalParts {
  readonly target: SyncEnd
  readonly levels: Levels
  readonly signal: AbortSignal
}

/**
 * Takes tags away where they are not wanted any more.
 *
 * @param all of the plan: where tags cannot be removed alone, an image that another tag stands for stays
 */
export async function removeTags(
  { target, levels, signal }: RemovalParts,
  going: readonly PlannedImage[],
  all: readonly PlannedImage[],
): Promise<readonly ImageOutcome[]> {
  const outcomes: ImageOutcome[] = []
  for (const image of going) {
    signal.throwIfAborted()
    const { repository, tag, to } = image
    if (!to) continue
    const isAlone = !all.some(
      (one) => one.repository === repository && !one.deletes && digestsOf(one).includes(to.digest),
    )
    try {
      await target.removeTag(repository, tag, { digest: to.digest, isAlone, signal })
      levels.forget(repository, tag)
      outcomes.push({ image, state: 'deleted' })
    } catch (error) {
      signal.throwIfAborted()
      outcomes.push({ image, state: 'failed', problem: whyFailed(error) })
    }
  }
  return outcomes
}

const digestsOf = ({ from, to }: PlannedImage): readonly string[] =>
  [from?.digest, to?.digest].filter((digest) => digest !== undefined)

/** The share of the tags there, of those that the plan looked at, which would go away: 0 to 1. */
export function deletedShare(images: readonly PlannedImage[]): number {
  const there = images.filter(({ to }) => to !== undefined).length
  return there === 0 ? 0 : images.filter(({ deletes }) => deletes).length / there
}
