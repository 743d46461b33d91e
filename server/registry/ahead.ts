/**
 * `work` for every item, `width` at a time, results in the items' order. One failure ends it; what
 * is under way by then is waited for by nobody, so `work` must not leave anything half done.
 */
export async function* ahead<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  width: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = []
  for await (const item of items) {
    const result = work(item)
    // Met when its turn comes; until then nobody listens.
    result.catch(() => {})
    underWay.push(result)
    const first = underWay.length >= width ? underWay.shift() : undefined
    if (first) yield await first
  }
  for (const result of underWay) yield await result
}
