import { expect, test } from 'vitest'
import { parsePattern } from '../../server/config/pattern.ts'

test.each([
  [
    String.raw`^https?://([^/]+\.)*example\.com/`,
    'https://a.b.example.com/x',
    'https://example.org/',
  ],
  [
    String.raw`^https\:\/\/my\-mirror\_1\.com`,
    'https://my-mirror_1.com',
    'https://my-mirror_1xcom',
  ],
  [String.raw`[\-\.]end`, 'a-end', 'a+end'],
  [String.raw`\Ahttp`, 'http://x', 'x http'],
  [String.raw`com\z`, 'example.com', 'example.com/x'],
  ['(?i)EXAMPLE', 'example', 'exam'],
  ['(?P<host>example)', 'example', 'exam'],
  [String.raw`a\\b`, 'a\\b', 'ab'],
  ['^$', '', 'x'],
])('%s', (pattern, matching, other) => {
  const parsed = parsePattern(pattern)
  expect(parsed?.test(matching)).toBe(true)
  expect(parsed?.test(other)).toBe(false)
})

test.each(['(', '[', '*', 'a**', '(?x)a', String.raw`\Qa\E`, '[[:alpha:]]'])(
  '%s has no equal in JavaScript',
  (pattern) => {
    expect(parsePattern(pattern)).toBeUndefined()
  },
)
