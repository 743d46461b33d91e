import { expect, test } from 'vitest'
import { commonPlatforms, comparedPair } from '../../renderer/pages/compare/common-platform.ts'

const of = (digest: string, platform: string, layers = true) => ({
  digest,
  platform,
  mediaType: '',
  sizeBytes: 1,
  history: [],
  ...(layers && { layers: [] }),
})
const digests = (pair: ReturnType<typeof comparedPair>) => pair && [pair.a.digest, pair.b.digest]

const A = [of('a1', 'linux/amd64'), of('a2', 'linux/arm64'), of('a3', 'linux/s390x', false)]
const B = [of('b2', 'linux/arm64'), of('b1', 'linux/amd64'), of('b3', 'linux/s390x')]

test('images are compared by the platforms that both have, with their layers', () => {
  expect(commonPlatforms(A, B).map(digests)).toStrictEqual([
    ['a1', 'b1'],
    ['a2', 'b2'],
  ])
})

test.each([
  ['', ['a1', 'b1']],
  ['linux/arm64', ['a2', 'b2']],
  ['linux/s390x', ['a1', 'b1']],
])('%j asks for %j', (word, pair) => {
  expect(digests(comparedPair(A, B, word))).toStrictEqual(pair)
})

test('without a common one, what each has is compared, unless it is missing', () => {
  const [one] = A
  expect(digests(comparedPair(one ? [one] : [], [of('w', 'windows/amd64')], ''))).toStrictEqual([
    'a1',
    'w',
  ])
  expect(comparedPair(A, [of('w', 'windows/amd64', false)], '')).toBeUndefined()
})
