import { expect, test } from 'vitest'
import { parseDuration } from '../../server/config/duration.ts'

test.each([
  ['0', 0],
  ['0s', 0],
  ['500ms', 500],
  ['1.5s', 1500],
  ['.5m', 30_000],
  ['1m30s', 90_000],
  ['168h', 604_800_000],
  ['1h1m1s1ms', 3_661_001],
  ['+2s', 2000],
  ['250us', 0.25],
  ['250µs', 0.25],
  ['250μs', 0.25],
  ['1ns', 1e-6],
  ['2562047h', 2_562_047 * 3_600_000],
])('%s is %d ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBeCloseTo(milliseconds, 9)
})

test.each([
  '',
  '1',
  '30',
  '-1s',
  '1d',
  '1 s',
  '1s ',
  's',
  '.s',
  '1e3s',
  '1s2',
  '1sm',
  '2562048h',
  'NaN',
])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined()
})
