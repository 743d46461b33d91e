/** The distinguished encoding of ASN.1 (X.690), as far as certificates need it. */

export type Der = Buffer

const TAGS = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  object: 0x06,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const

function element(tag: number, ...parts: readonly Uint8Array[]): Der {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content])
}

function lengthOf({ length }: Uint8Array): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const bytes = minimal(length)
  return Buffer.from([0x80 + bytes.length, ...bytes])
}

function minimal(value: number): readonly number[] {
  return value < 256 ? [value] : [...minimal(Math.floor(value / 256)), value % 256]
}

export const sequence = (...items: readonly Der[]): Der => element(TAGS.sequence, ...items)

export const setOf = (item: Der): Der => element(TAGS.set, item)

export const yes: Der = element(TAGS.boolean, Buffer.from([0xff]))

/** @param bytes of a number that is not negative, the greatest first */
export function integer(bytes: Uint8Array): Der {
  const first = bytes.findIndex((byte) => byte !== 0)
  const digits = first < 0 ? Buffer.from([0]) : bytes.subarray(first)
  return element(TAGS.integer, Buffer.from((digits[0] ?? 0) > 0x7f ? [0] : []), digits)
}

/** @param unused bits at the end of the last byte */
export const bits = (bytes: Uint8Array, unused = 0): Der =>
  element(TAGS.bits, Buffer.from([unused]), bytes)

export const octets = (bytes: Uint8Array): Der => element(TAGS.octets, bytes)

export const utf8 = (text: string): Der => element(TAGS.utf8, Buffer.from(text))

/** @param dotted such as `2.5.29.17` */
export function object(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(TAGS.object, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): readonly number[] {
  const digits = [value % 128]
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
    digits.unshift((left % 128) + 128)
  }
  return digits
}

/** To the second. RFC 5280 §4.1.2.5: two digits of the year up to 2049, then four. */
export function time(at: Date): Der {
  const text = `${at.toISOString().replaceAll(/[-:T]|\.\d+/g, '')}`
  return at.getUTCFullYear() < 2050
    ? element(TAGS.utcTime, Buffer.from(text.slice(2)))
    : element(TAGS.generalizedTime, Buffer.from(text))
}

/** A field that is told by its number, in place of its own tag. */
export const field = (number: number, content: Uint8Array): Der => element(0x80 + number, content)

/** A field that is told by its number, around what it holds. */
export const tagged = (number: number, ...content: readonly Der[]): Der =>
  element(0xa0 + number, ...content)
