import { TarError } from './tar-entry.ts'

/**
 * Pax records, `LENGTH KEY=VALUE\n` each, as POSIX.1-2001 has them.
 *
 * @throws TarError
 */
export function parsePax(bytes: Buffer, place: string): ReadonlyMap<string, string> {
  const records = new Map<string, string>()
  let at = 0
  while (at < bytes.length && bytes[at] !== 0) {
    const space = bytes.indexOf(0x20, at)
    const length = Number(bytes.toString('latin1', at, space === -1 ? at : space))
    const end = at + length
    const equals = bytes.indexOf(0x3d, space)
    const isWhole = space !== -1 && length > 0 && end <= bytes.length && bytes[end - 1] === 0x0a
    if (!isWhole || equals === -1 || equals >= end) {
      throw new TarError(`${place}: the extended header is broken`)
    }
    records.set(
      bytes.toString('utf8', space + 1, equals),
      bytes.toString('utf8', equals + 1, end - 1),
    )
    at = end
  }
  return records
}

/** A record that is a number, if it is there. */
export function paxNumber(
  records: ReadonlyMap<string, string>,
  key: string,
  place: string,
): number | undefined {
  const text = records.get(key)
  if (text === undefined) return undefined
  const value = Number(text)
  if (text === '' || !Number.isFinite(value) || value > Number.MAX_SAFE_INTEGER) {
    throw new TarError(`${place}: ${key} of the extended header is no number`)
  }
  return value
}

/** The same for what counts bytes. */
export function paxSize(
  records: ReadonlyMap<string, string>,
  key: string,
  place: string,
): number | undefined {
  const value = paxNumber(records, key, place)
  if (value === undefined || (Number.isInteger(value) && value >= 0)) return value
  throw new TarError(`${place}: ${key} of the extended header is no size`)
}
