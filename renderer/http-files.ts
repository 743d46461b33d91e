import type { Download } from './transport.ts'

/** The address below `base` from which a browser saves it. */
export function downloadUrl(base: URL, { what, ...words }: Download): string {
  const url = new URL(`api/${what}`, base)
  for (const [name, value] of Object.entries(words)) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return url.href
}
