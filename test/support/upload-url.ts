import type { Answer } from './http-client.ts'

/**
 * Path and query of the answer's Location, which may be absolute: a test may go on at another
 * address of the registry.
 */
export function locationOf({ headers }: Pick<Answer, 'headers'>): string {
  const url = new URL(headers.location ?? '/', 'http://localhost')
  return url.pathname + url.search
}

/** The path with one more query parameter. */
export function withQuery(path: string, parameter: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${parameter}`
}

/**
 * How many bytes an upload has, from the `Range` of an answer; `undefined` when it has none. `0-0`
 * also stands for nothing at all: docker knows no better way to say so.
 */
export function uploadedBytes({ headers }: Pick<Answer, 'headers'>): number | undefined {
  const last = /^0-(\d+)$/.exec(headers.range ?? '')?.[1]
  if (last === undefined) return undefined
  return last === '0' ? 0 : Number(last) + 1
}
