import { describe, expect, test } from 'vitest'
import {
  ago,
  counted,
  duration,
  exactSize,
  exactTime,
  listed,
  percent,
  program,
  programName,
  rate,
  secondsLeft,
  shortDigest,
  size,
} from '../../renderer/format.ts'

/** The same with plain spaces, which are easier to write. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

const KiB = 1024
const MiB = 1024 * KiB
const GiB = 1024 * MiB

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '0.98 KiB'],
  [KiB, '1.00 KiB'],
  [9.994 * KiB, '9.99 KiB'],
  [9.995 * KiB, '10.0 KiB'],
  [99.94 * KiB, '99.9 KiB'],
  [99.95 * KiB, '100 KiB'],
  [999.4 * KiB, '999 KiB'],
  [999.6 * KiB, '0.98 MiB'],
  [1.21 * GiB, '1.21 GiB'],
  [80 * GiB, '80.0 GiB'],
  [5000 * 1024 * 1024 * GiB, '5000 PiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(plain(size(bytes))).toBe(text)
})

test('the exact size has every digit', () => {
  expect(exactSize(1_234_567)).toBe('1,234,567 bytes')
  expect(exactSize(1)).toBe('1 byte')
})

test('a rate is a size each second', () => {
  expect(plain(rate(212.4 * MiB))).toBe('212 MiB/s')
})

test('what is counted agrees with its number', () => {
  expect([0, 1, 12_345].map((count) => plain(counted(count, 'tag')))).toStrictEqual([
    '0 tags',
    '1 tag',
    '12,345 tags',
  ])
  expect(plain(counted(2, 'push', 'pushes'))).toBe('2 pushes')
})

test.each([
  [0, 100, '0 %'],
  [1, 1000, '< 1 %'],
  [61, 100, '61 %'],
  [999, 1000, '99 %'],
  [1000, 1000, '100 %'],
  [5, 0, '0 %'],
])('%d of %d is %s', (part, whole, text) => {
  expect(plain(percent(part, whole))).toBe(text)
})

test.each([
  [0.04, '0.1 s'],
  [0.42, '0.4 s'],
  [4.2, '4 s'],
  [59.4, '59 s'],
  [60, '1 min'],
  [125, '2 min 5 s'],
  [3_600, '1 h'],
  [4_320, '1 h 12 min'],
  [273_600, '3 d 4 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(plain(duration(seconds))).toBe(text)
})

describe('a time', () => {
  const now = new Date(2026, 2, 12, 14, 5, 33).getTime()
  const SECOND = 1_000
  const HOUR = 3_600 * SECOND
  const DAY = 24 * HOUR

  test.each([
    [0, 'just now'],
    [-30 * SECOND, 'just now'],
    [20 * SECOND, '20 s ago'],
    [150 * SECOND, '2 min ago'],
    [3.5 * HOUR, '3 h ago'],
    [30 * HOUR, 'yesterday'],
    [5 * DAY, '5 days ago'],
    [10 * DAY, '2 Mar'],
    [-2 * DAY, '14 Mar'],
    [400 * DAY, '5 Feb 2025'],
  ])('%d ms ago is %s', (past, text) => {
    expect(plain(ago(now - past, now))).toBe(text)
  })

  test('is exact to the second on demand', () => {
    expect(exactTime(now)).toBe('2026-03-12 14:05:33')
  })
})

test.each([
  [`sha256:${'0123456789abcdef'.repeat(4)}`, '0123456789ab'],
  [`sha512:${'0123456789abcdef'.repeat(8)}`, 'sha512:0123456789ab'],
])('%s is %s in short', (digest, text) => {
  expect(shortDigest(digest)).toBe(text)
})

test.each([
  ['docker/28.1.1 go/go1.24 kernel/6.8', 'docker 28.1.1', 'docker'],
  ['skopeo/1.18.0', 'skopeo 1.18.0', 'skopeo'],
  ['curl', 'curl', 'curl'],
])('%s is %s', (agent, text, name) => {
  expect([program(agent), programName(agent)]).toStrictEqual([text, name])
})

test.each([
  [{ bytes: 25, totalBytes: 100, rate: 25 }, 3],
  [{ bytes: 120, totalBytes: 100, rate: 25 }, 0],
  [{ bytes: 25, rate: 25 }, undefined],
  [{ bytes: 25, totalBytes: 100, rate: 0 }, undefined],
])('%j has %s seconds left', (transfer, left) => {
  expect(secondsLeft(transfer)).toBe(left)
})

test.each([
  [['a', 'b', 'c'], 'a, b, c'],
  [['a', 'b', 'c', 'd'], 'a, b and 2 more'],
])('%j is listed as %s', (words, text) => {
  expect(listed(words)).toBe(text)
})
