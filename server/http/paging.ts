import { RegistryError } from '../oci/errors.ts'
import type { Call } from './call.ts'

/** One page of a list, and what to ask for the next one, if there is one. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly more: boolean
}

/**
 * The `n` of a request (distribution-spec "Listing tags").
 * @param max no page is longer
 * @throws RegistryError PAGINATION_NUMBER_INVALID
 */
export function pageSize(query: URLSearchParams, max: number): number {
  const text = query.get('n')
  if (text === null) return max
  if (/^\d{1,15}$/.test(text)) return Math.min(Number(text), max)
  throw new RegistryError('PAGINATION_NUMBER_INVALID', 'n must be a number of results, 0 or more', {
    detail: { n: text.slice(0, 40) },
  })
}

/** How long a page may become in all, and what an item adds to that. */
export interface Capacity<T> {
  readonly most: number
  readonly weigh: (item: T) => number
}

/** Takes up to `size` items, at least one of them whatever it weighs, and looks whether there are more. */
export async function takePage<T>(
  items: AsyncIterable<T>,
  size: number,
  { most, weigh }: Capacity<T> = { most: Infinity, weigh: () => 0 },
): Promise<Page<T>> {
  const page: T[] = []
  let weight = 0
  if (size === 0) return { items: page, more: false }
  for await (const item of items) {
    weight += weigh(item)
    if (page.length === size || (page.length > 0 && weight > most)) {
      return { items: page, more: true }
    }
    page.push(item)
  }
  return { items: page, more: false }
}

/** Points to the next page: RFC 8288, relative to this one, with what else the request asked for. */
export function linkNext({ ctx, query }: Call, last: string, size: number): void {
  const next = new URLSearchParams(query)
  next.set('last', last)
  next.set('n', String(size))
  ctx.append('Link', `<${ctx.path}?${next.toString()}>; rel="next"`)
}
