import type { Traffic } from '../traffic/traffic.ts'
import type { Activity } from './activity-contract.ts'
import type { Input } from './contract.ts'

/** Looks back no further than this many pages for what somebody may see. */
const MOST_PAGES = 20

/**
 * The latest of what was done, as far as somebody may see it.
 *
 * @param isVisible of a repository; undefined: all are
 */
export function historyFor(
  input: Input<'activity.list'>,
  traffic: Pick<Traffic, 'history'>,
  isVisible: ((repository: string) => boolean) | undefined,
): readonly Activity[] {
  if (!isVisible) return traffic.history(input)
  const found: Activity[] = []
  let before = input.before
  for (let page = 0; page < MOST_PAGES && found.length < input.limit; page++) {
    const next = traffic.history({ ...input, before })
    found.push(...next.filter(({ repository }) => isVisible(repository)))
    before = next.at(-1)?.id
    if (before === undefined) break
  }
  return found.slice(0, input.limit)
}
