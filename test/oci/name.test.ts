import { describe, expect, test } from 'vitest'
import { parseDigest } from '../../server/oci/digest.ts'
import {
  asRepositoryName,
  asTag,
  parseReference,
  parseRepositoryName,
  referrersTag,
} from '../../server/oci/name.ts'
import { refusalOf } from './failure.ts'

const HEX64 = '0123456789abcdef'.repeat(4)

/** distribution-spec "Pulling manifests": `<name>`. */
describe('repository names', () => {
  test.each([
    'a',
    '0',
    'library/alpine',
    'a/b/c/d/e/f/g',
    'a.b',
    'a_b',
    'a__b',
    'a-b',
    'a---b',
    'a.b-c__d/0.1',
    'a'.repeat(255),
    `${'a/'.repeat(127)}a`,
    'manifests',
    'a/blobs/uploads',
    'v2',
  ])('%s is one', (text) => {
    expect(asRepositoryName(text)).toBe(text)
    expect(parseRepositoryName(text)).toBe(text)
  })

  test.each([
    '',
    '/',
    '/a',
    'a/',
    'a//b',
    '.',
    '..',
    'a/..',
    '../a',
    'a/../b',
    '.a',
    'a.',
    'a..b',
    'a._b',
    'a___b',
    '_a',
    'a/_b',
    '_manifests',
    '-a',
    'a-',
    'A',
    'aB',
    'a b',
    'a\n',
    'a\0b',
    'a\\b',
    'a:b',
    'a@b',
    'a%2fb',
    'ä',
    'a'.repeat(256),
    `${'a-'.repeat(50_000)}`,
  ])('%j is none', (text) => {
    expect(asRepositoryName(text)).toBeUndefined()
    expect(refusalOf(() => parseRepositoryName(text)).code).toBe('NAME_INVALID')
  })

  test('one that is too long is told so, and not repeated in full', () => {
    const { message, detail } = refusalOf(() => parseRepositoryName('a'.repeat(3_000)))
    expect(message).toContain('at most 255 characters, this one 3000')
    expect((detail as { name: string }).name).toHaveLength(255)
  })
})

/** distribution-spec "Pulling manifests": `<tag-or-digest>`. */
describe('references', () => {
  test.each([
    'latest',
    '1',
    'V1.2.3',
    '_',
    '_x',
    'a..b',
    'a-',
    'a.',
    'x'.repeat(128),
    `sha256-${HEX64}`,
  ])('%s is a tag', (text) => {
    expect(asTag(text)).toBe(text)
    expect(parseReference(text)).toStrictEqual({ kind: 'tag', tag: text })
  })

  test.each(['', '.', '..', '.a', '-a', 'a/b', 'a b', 'a+b', 'a\n', 'a\0', 'ä', 'x'.repeat(129)])(
    '%j is no tag',
    (text) => {
      expect(asTag(text)).toBeUndefined()
      expect(refusalOf(() => parseReference(text)).code).toBe('TAG_INVALID')
    },
  )

  test.each([`sha256:${HEX64}`, `sha512:${HEX64}${HEX64}`])('%s is a digest', (text) => {
    expect(parseReference(text)).toStrictEqual({ kind: 'digest', digest: text })
  })

  test.each([
    [`sha256:${HEX64}`, `sha256-${HEX64}`],
    [`sha512:${HEX64}${HEX64}`, `sha512-${HEX64}`],
  ])('what refers to %s is listed under %s', (subject, tag) => {
    expect(referrersTag(parseDigest(subject))).toBe(tag)
    expect(asTag(tag)).toBe(tag)
  })

  test.each(['sha256:', 'sha256:abc', 'a:b', ':', `md5:${HEX64}`])('%s is a bad digest', (text) => {
    expect(refusalOf(() => parseReference(text)).code).toBe('DIGEST_INVALID')
  })
})
