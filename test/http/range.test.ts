import { expect, test } from 'vitest'
import { parseContentRange, requestedRange, uploadRange } from '../../server/http/range.ts'

const part = (first: number, last: number) => ({ kind: 'part', range: { first, last } })

test.each([
  [undefined, 10, { kind: 'all' }],
  ['bytes=0-9', 10, part(0, 9)],
  ['bytes=-1', 1, part(0, 0)],
  ['bytes=0-', 0, { kind: 'none' }],
  ['bytes=-5', 0, { kind: 'none' }],
  ['bytes=9007199254740993-', 10, { kind: 'all' }],
  ['bytes=999999999999999-', 10, { kind: 'none' }],
  ['Bytes=0-1', 10, { kind: 'all' }],
  [' bytes=0-1 ', 10, part(0, 1)],
])('Range %s of %i bytes', (header, size, expected) => {
  expect(requestedRange(header, size)).toEqual(expected)
})

test.each([
  [undefined, undefined],
  ['0-0', { first: 0, last: 0 }],
  ['5-9', { first: 5, last: 9 }],
])('Content-Range %s', (header, expected) => {
  expect(parseContentRange(header)).toEqual(expected)
})

test.each([
  '',
  '0',
  '0-',
  '-0',
  '1-0',
  'bytes 0-1/2',
  '0-1/2',
  '+0-1',
  '0x0-0x1',
  `0-${'9'.repeat(16)}`,
])('Content-Range "%s" is refused', (header) => {
  expect(() => parseContentRange(header)).toThrow('Content-Range must be <first>-<last>')
})

test.each([
  [0, '0-0'],
  [1, '0-0'],
  [2, '0-1'],
  [4096, '0-4095'],
])('an upload of %i bytes is at %s', (length, expected) => {
  expect(uploadRange(length)).toBe(expected)
})
