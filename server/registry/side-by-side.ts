/**
 * `work` for every item, `width` at a time. Unlike `ahead` it ends when all of it has ended, however that
 * was, so that nothing goes on behind the back of whoever waits.
 *
 * @returns how each ended, in the items' order
 */
export async function sideBySide<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<readonly PromiseSettledResult<void>[]> {
  const results: PromiseSettledResult<void>[] = []
  for (let at = 0; at < items.length; at += width) {
    results.push(...(await Promise.allSettled(items.slice(at, at + width).map(work))))
  }
  return results
}
