import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  algorithmOf,
  asDigest,
  digestOf,
  finish,
  hexOf,
  isDigestShaped,
  parseDigest,
} from '../../server/oci/digest.ts'
import { refusalOf } from './failure.ts'

const HEX64 = '0123456789abcdef'.repeat(4)
const HEX128 = HEX64 + HEX64

test.each([`sha256:${HEX64}`, `sha512:${HEX128}`])('%s can be verified', (text) => {
  expect(asDigest(text)).toBe(text)
  expect(parseDigest(text)).toBe(text)
  expect(isDigestShaped(text)).toBe(true)
})

const SHA256 = /a sha256 digest is "sha256:" and 64 lower-case hex digits/
const SHA512 = /a sha512 digest is "sha512:" and 128/
const UNSUPPORTED = /algorithm is not supported/
const SHAPELESS = /an algorithm, a colon and its hex digits/

/** image-spec `descriptor.md`, "Digests" and "Registered algorithms". */
const REFUSED: readonly (readonly [text: string, why: RegExp])[] = [
  ['sha256:', SHA256],
  ['sha256', SHA256],
  [`sha256:${HEX64.slice(1)}`, SHA256],
  [`sha256:${HEX64}0`, SHA256],
  [`sha256:${HEX64.toUpperCase()}`, SHA256],
  [`sha256:${HEX64}\n`, SHA256],
  [`sha256:${HEX64.slice(1)}g`, SHA256],
  [`sha256:${HEX64}/../x`, SHA256],
  [`sha512:${HEX64}`, SHA512],
  [`sha384:${HEX64}`, UNSUPPORTED],
  [`blake3:${HEX64}`, UNSUPPORTED],
  ['sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564', UNSUPPORTED],
  ['multihash+base58:QmRZxt2b1FVZPNqd8hsiykDL3TdBDeTSPX9Kv46HmX4Gx8', UNSUPPORTED],
  [`SHA256:${HEX64}`, SHAPELESS],
  [` sha256:${HEX64}`, SHAPELESS],
  [HEX64, SHAPELESS],
  ['', SHAPELESS],
  [':', SHAPELESS],
  [`__proto__:${HEX64}`, SHAPELESS],
  ['..', SHAPELESS],
  ['a\0b', SHAPELESS],
  ['x'.repeat(10_000), SHAPELESS],
]

test.each(REFUSED)('%j is refused', (text, why) => {
  expect(asDigest(text)).toBeUndefined()
  const { code, message, detail } = refusalOf(() => parseDigest(text))
  expect(code).toBe('DIGEST_INVALID')
  expect(message).toMatch(why)
  expect((detail as { digest: string }).digest.length).toBeLessThanOrEqual(201)
})

test.each([
  ['a:b', true],
  ['sha256:x', true],
  ['a+b_c.d-e:F=_-', true],
  [`a:${'b'.repeat(510)}`, true],
  [`a:${'b'.repeat(511)}`, false],
  ['a++b:c', false],
  ['+a:c', false],
  ['a+:c', false],
  ['A:c', false],
  ['a:', false],
  [':b', false],
  ['a:b:c', false],
  ['a:b/c', false],
])('%s follows the grammar: %s', (text, expected) => {
  expect(isDigestShaped(text)).toBe(expected)
})

describe('parts and computing', () => {
  test.each([
    ['sha256', HEX64],
    ['sha512', HEX128],
  ] as const)('the parts of a %s digest', (algorithm, hex) => {
    const digest = parseDigest(`${algorithm}:${hex}`)
    expect(algorithmOf(digest)).toBe(algorithm)
    expect(hexOf(digest)).toBe(hex)
  })

  test('the digest of nothing', () => {
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    expect(digestOf(new Uint8Array())).toBe(`sha256:${empty}`)
    expect(finish(createHash('sha256'))).toBe(`sha256:${empty}`)
  })

  test('the digest of bytes under each algorithm is one that can be parsed', () => {
    for (const algorithm of ['sha256', 'sha512'] as const) {
      const digest = digestOf(Buffer.from('{}'), algorithm)
      expect(parseDigest(digest)).toBe(digest)
      expect(hexOf(digest)).toBe(createHash(algorithm).update('{}').digest('hex'))
    }
  })
})
