/** How far something was at a time. */
export interface Sample {
  /** In milliseconds. */
  readonly at: number
  readonly bytes: number
}

/** How far back a rate looks, in milliseconds: long enough to be calm, short enough to be true. */
const WINDOW = 5_000

/** With the new one, without those that are too old; never more than a few dozen. */
export function withSample(samples: readonly Sample[], next: Sample): readonly Sample[] {
  return [...samples.filter(({ at }) => next.at - at <= WINDOW), next]
}

/** Bytes a second over the samples; 0 until there is something to go by. */
export function measuredRate(samples: readonly Sample[]): number {
  const [first] = samples
  const last = samples.at(-1)
  if (!first || !last || last.at === first.at) return 0
  return (1_000 * (last.bytes - first.bytes)) / (last.at - first.at)
}
