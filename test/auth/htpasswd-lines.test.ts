import { expect, test } from 'vitest'
import {
  hasUser,
  usersIn,
  withDisabled,
  withoutUser,
  withUser,
} from '../../server/auth/htpasswd-lines.ts'

const NOT_UTF8 = Buffer.from([0x66, 0xfc, 0x72, 0x3a, 0x78, 0x0a])

test.each([
  ['adds to nothing', '', 'al:new\n'],
  ['adds at the end', '# all\nbob:x\n', '# all\nbob:x\nal:new\n'],
  ['ends a last line first', 'bob:x', 'bob:x\nal:new\n'],
  ['changes in place', 'al:old\nbob:x\n', 'al:new\nbob:x\n'],
  ['changes a line without an end', 'bob:x\nal:old', 'bob:x\nal:new\n'],
  ['keeps the end of the line', 'al:old\r\nbob:x\r\n', 'al:new\r\nbob:x\r\n'],
  ['leaves one line of several', 'al:1\nbob:x\nal:2\n', 'al:new\nbob:x\n'],
  ['minds the case', 'Al:old\n', 'Al:old\nal:new\n'],
  ['minds the whole name', 'alice:x\nal', 'alice:x\nal:new\n'],
  ['passes over comments', '#al:old\n', '#al:old\nal:new\n'],
])('%s', (_, before, after) => {
  expect(withUser(Buffer.from(before), 'al', 'al:new').toString()).toBe(after)
})

test.each([
  ['the only line', 'al:x\n', ''],
  ['every line of the user', 'al:1\nbob:x\n al:2\n', 'bob:x\n'],
  ['nothing of others', '# al:x\n\nalice:x\nAl:x', '# al:x\n\nalice:x\nAl:x'],
])('removes %s', (_, before, after) => {
  expect(withoutUser(Buffer.from(before), 'al').toString()).toBe(after)
})

test('keeps lines of another encoding byte for byte', () => {
  const file = Buffer.concat([NOT_UTF8, Buffer.from('al:old\n')])
  expect(withoutUser(withUser(file, 'al', 'al:new'), 'al')).toEqual(NOT_UTF8)
})

test.each([
  ['al:x\n', true],
  ['alice:x\n#al:x\n', false],
  ['', false],
])('knows whether %j has the user', (text, has) => {
  expect(hasUser(Buffer.from(text), 'al')).toBe(has)
})

test.each([
  ['in place', 'al:x\nbob:y\n', '#berth-disabled al:x\nbob:y\n'],
  ['the line that counts', 'al:1\nbob:y\nal:2\n', '#berth-disabled al:2\nbob:y\n'],
  ['once', '#berth-disabled al:x\n', '#berth-disabled al:x\n'],
  ['nobody else', 'alice:x\n# al:x\n', 'alice:x\n# al:x\n'],
])('disables %s', (_, before, after) => {
  expect(withDisabled(Buffer.from(before), 'al', true).toString()).toBe(after)
})

test.each([
  ['in place', '#berth-disabled al:x\r\nbob:y\n', 'al:x\r\nbob:y\n'],
  ['as it counts', 'al:1\n#berth-disabled al:2\n', 'al:1\n'],
  ['who is not disabled', 'al:x\n', 'al:x\n'],
])('enables %s', (_, before, after) => {
  expect(withDisabled(Buffer.from(before), 'al', false).toString()).toBe(after)
})

test('another password leaves a disabled user disabled, and deleting takes the line', () => {
  const file = Buffer.from('#berth-disabled al:x\nbob:y\n')
  const changed = withUser(file, 'al', 'al:new')
  expect(changed.toString()).toBe('#berth-disabled al:new\nbob:y\n')
  expect(withoutUser(changed, 'al').toString()).toBe('bob:y\n')
  expect(hasUser(changed, 'al')).toBe(true)
})

test('lists everybody once, disabled where no line lets in', () => {
  const file = 'al:1\n# comment\n#berth-disabled bob:2\n#berth-disabled al:3\n\ncarl:4\n'
  expect(usersIn(Buffer.from(file))).toEqual([
    { name: 'al', isDisabled: false },
    { name: 'bob', isDisabled: true },
    { name: 'carl', isDisabled: false },
  ])
})
