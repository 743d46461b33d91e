/**
 * Reading JSON that others wrote: what is not of the shape that was hoped for is absent, never an
 * error.
 */
export type Json = Readonly<Record<string, unknown>>

/** The object that `bytes` hold. */
export function parseJson(bytes: Uint8Array): Json | undefined {
  try {
    return asObject(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    return undefined
  }
}

export function asObject(value: unknown): Json | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Json) : undefined
}

/** A text that says something. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The texts of a list. */
export function asTexts(value: unknown): readonly string[] {
  return asList(value).filter((item) => typeof item === 'string')
}

/** The texts of a map. */
export function asLabels(value: unknown): Readonly<Record<string, string>> {
  const pairs = Object.entries(asObject(value) ?? {})
  return Object.fromEntries(pairs.filter(([, item]) => typeof item === 'string')) as Record<
    string,
    string
  >
}

/** Milliseconds since 1970. */
export function asTime(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
