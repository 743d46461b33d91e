/** In milliseconds, as all times. */
export const seconds = 1000
export const hours = 3600 * seconds

/** Milliseconds; a longer delay makes Node's timers fire at once. */
export const longestTimer = 2 ** 31 - 1

/** Nanoseconds in each unit of Go's `time.ParseDuration`. */
const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}

const nanosPerMilli = 1e6
/** The most that Go's int64 of nanoseconds can hold, about 292 years. */
const longest = 2 ** 63

const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gy

/**
 * The milliseconds in a duration such as `168h`, `1h15m30s`, `1.5s` or `0`; undefined when the text
 * is none, is negative or has no unit.
 */
export function parseDuration(text: string): number | undefined {
  if (/^\+?0$/.test(text)) return 0
  const parts = text.replace(/^\+/, '')
  const found = [...parts.matchAll(part)]
  if (found.length === 0 || found.map(([whole]) => whole).join('') !== parts) return undefined
  const nanos = found.reduce(
    (sum, match) => sum + Number(match[1]) * (units[match[2] ?? ''] ?? NaN),
    0,
  )
  return nanos < longest ? nanos / nanosPerMilli : undefined
}
