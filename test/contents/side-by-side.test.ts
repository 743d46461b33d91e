import { expect, test } from 'vitest'
import { sideBySide } from '../../server/contents/side-by-side.ts'

/** ` x` is in both, `-x` in the first, `+x` in the second. */
const shown = (a: string, b: string): string =>
  sideBySide(a.split(''), b.split(''), (letter) => letter)
    .map(({ item, in: side }) => `${{ both: ' ', a: '-', b: '+' }[side]}${item}`)
    .join('')

test.each([
  ['', '', ''],
  ['abc', 'abc', ' a b c'],
  ['abc', '', '-a-b-c'],
  ['', 'abc', '+a+b+c'],
  ['abc', 'abd', ' a b-c+d'],
  ['abcd', 'bcde', '-a b c d+e'],
  ['xaby', 'zabw', '-x+z a b-y+w'],
  ['aaa', 'aa', ' a a-a'],
])('%j beside %j', (a, b, expected) => {
  expect(shown(a, b)).toBe(expected)
})

test('long lists are told apart by how they begin', () => {
  const [a, b] = ['x'.repeat(3).padEnd(600, 'a'), 'x'.repeat(3).padEnd(600, 'b')]
  expect(shown(a, b)).toBe(`${' x'.repeat(3)}${'-a'.repeat(597)}${'+b'.repeat(597)}`)
})
