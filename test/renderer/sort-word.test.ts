import { expect, test } from 'vitest'
import { sortingOf, sortWord } from '../../renderer/sort-word.ts'

const KNOWN = ['name', 'size'] as const
const USUAL = { by: 'size', descending: true } as const

test.each([
  ['', USUAL],
  ['-name', { by: 'name', descending: true }],
  ['size', { by: 'size', descending: false }],
  ['colour', USUAL],
  ['--name', USUAL],
])('%j is an order', (word, sorting) => {
  expect(sortingOf(word, KNOWN, USUAL)).toEqual(sorting)
})

test.each([
  { by: 'name', descending: false },
  { by: 'size', descending: true },
] as const)('%j survives the address', (sorting) => {
  expect(sortingOf(sortWord(sorting), KNOWN, USUAL)).toEqual(sorting)
})
