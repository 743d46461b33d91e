import { expect, test } from 'vitest'
import { namesBeside } from '../../renderer/pages/compare/compare-address.ts'
import { differingLines } from '../../renderer/pages/compare/differing-lines.ts'

test.each([
  ['A=1\nB=2', 'B=2\nA=3', ['a A=1', 'b A=3']],
  [undefined, 'A=1\nB=2', ['b A=1', 'b B=2']],
  ['A=1', undefined, ['a A=1']],
  ['A=1', 'A=1', []],
])('of %j and %j only what differs is left', (a, b, lines) => {
  expect(differingLines(a, b).map(({ text, side }) => `${side} ${text}`)).toStrictEqual(lines)
})

const image = (repository: string, reference: string) => ({ repository, reference })

test('images of one repository are told apart by their tags', () => {
  const digest = `sha256:${'0a'.repeat(32)}`
  expect(namesBeside(image('a', 'v1'), image('a', digest))).toStrictEqual(['v1', '0a0a0a0a0a0a'])
  expect(namesBeside(image('a', 'v1'), image('b', 'v1'))).toStrictEqual(['a:v1', 'b:v1'])
})
