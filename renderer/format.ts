/**
 * Numbers, times and names as people read them. Pure: what is now, and where somebody lives, comes in
 * from outside or from the system's own settings.
 */

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const
const NO_BREAK = '\u00a0'

/** @param bytes three digits of it, in binary units: `1.21 GiB` */
export function size(bytes: number): string {
  let value = bytes
  let unit = 0
  // What would be rounded up to 1000 or more is one of the next unit.
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${unit === 0 ? value : threeDigits(value)}${NO_BREAK}${UNITS[unit]}`
}

function threeDigits(value: number): string {
  if (value < 9.995) return value.toFixed(2)
  return value < 99.95 ? value.toFixed(1) : value.toFixed(0)
}

/** Every digit of a size, for those who hover over it. */
export function exactSize(bytes: number): string {
  return `${count(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`
}

/** @param bytesPerSecond of a transfer */
export function rate(bytesPerSecond: number): string {
  return `${size(Math.round(bytesPerSecond))}/s`
}

const GROUPED = new Intl.NumberFormat('en')

export function count(value: number): string {
  return GROUPED.format(value)
}

/** `1 tag`, `12 tags`; the plural as a rule takes an s. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)}${NO_BREAK}${value === 1 ? one : many}`
}

/** Whole percent, never 0 for something nor 100 for what is not all. */
export function percent(part: number, whole: number): string {
  const value = whole <= 0 ? 0 : (100 * part) / whole
  if (value > 0 && value < 1) return `<${NO_BREAK}1${NO_BREAK}%`
  if (value < 100) return `${Math.min(99, Math.round(value))}${NO_BREAK}%`
  return `100${NO_BREAK}%`
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
/** In milliseconds. */
export const DAY = 24 * HOUR

/** How long something took or will take: the two units that matter. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.max(0.1, seconds).toFixed(1)}${NO_BREAK}s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole}${NO_BREAK}s`
  if (whole < 3_600) return twoUnits(whole, 60, 'min', 's')
  if (whole < 86_400) return twoUnits(Math.round(whole / 60), 60, 'h', 'min')
  return twoUnits(Math.round(whole / 3_600), 24, 'd', 'h')
}

function twoUnits(value: number, per: number, large: string, small: string): string {
  const rest = value % per
  const first = `${Math.floor(value / per)}${NO_BREAK}${large}`
  return rest === 0 ? first : `${first} ${rest}${NO_BREAK}${small}`
}

/** `2 min ago`; a date when it is more than a week. Clocks that differ a little make no future. */
export function ago(at: number, now: number): string {
  const past = now - at
  if (past < -MINUTE) return day(at, now)
  if (past < 10 * SECOND) return 'just now'
  if (past < MINUTE) return `${Math.floor(past / SECOND)}${NO_BREAK}s ago`
  if (past < HOUR) return `${Math.floor(past / MINUTE)}${NO_BREAK}min ago`
  if (past < DAY) return `${Math.floor(past / HOUR)}${NO_BREAK}h ago`
  if (past < 2 * DAY) return 'yesterday'
  if (past < 7 * DAY) return `${Math.floor(past / DAY)} days ago`
  return day(at, now)
}

function day(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  const format: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }
  if (!sameYear) format.year = 'numeric'
  return new Date(at).toLocaleDateString('en-GB', format)
}

/** `2026-03-12 14:05:33`, where the person is. */
export function exactTime(at: number): string {
  return new Date(at).toLocaleString('sv-SE')
}

/** `14:05:33.120`, where the person is; for lines of a log. */
export function clockTime(at: number): string {
  const milliseconds = String(new Date(at).getMilliseconds()).padStart(3, '0')
  return `${new Date(at).toLocaleTimeString('sv-SE')}.${milliseconds}`
}

/** Twelve digits tell an image from all others a person ever sees. */
export function shortDigest(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':')
  const short = hex.slice(0, 12)
  return algorithm === 'sha256' ? short : `${algorithm}:${short}`
}

/** `docker 28.1.1` from a User-Agent; what comes first in it is the program itself. */
export function program(agent: string): string {
  const [first = ''] = agent.split(' ')
  return first.replace('/', ' ')
}

/** The program alone, without its version. */
export function programName(agent: string): string {
  return agent.split(/[/ ]/)[0] ?? agent
}

/** Seconds until all bytes are there; `undefined` while that cannot be told. */
export function secondsLeft(transfer: {
  readonly bytes: number
  readonly totalBytes?: number
  readonly rate: number
}): number | undefined {
  if (transfer.totalBytes === undefined || transfer.rate <= 0) return undefined
  return Math.max(0, transfer.totalBytes - transfer.bytes) / transfer.rate
}

/** `linux/arm64, linux/amd64 and 3 more`. */
export function listed(words: readonly string[], most = 3): string {
  if (words.length <= most) return words.join(', ')
  return `${words.slice(0, most - 1).join(', ')} and ${words.length - most + 1} more`
}
