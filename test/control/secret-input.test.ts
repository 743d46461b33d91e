import { expect, test } from 'vitest'
import { list, object, optional, secretText, shown, text } from '../../server/control/check.ts'

const check = object({
  user: text(),
  password: secretText(),
  old: optional(secretText()),
  others: optional(list(object({ name: text(), token: secretText() }), 5)),
})

test('what is secret in a method’s input is not shown, however deep it lies', () => {
  const input = {
    user: 'ada',
    password: 'p4ssw0rd',
    old: 'before',
    others: [{ name: 'azure', token: 't0ken' }],
  }
  expect(check(input, '')).toEqual(input)
  expect(shown(check, check(input, ''))).toEqual({
    user: 'ada',
    password: '(secret)',
    old: '(secret)',
    others: [{ name: 'azure', token: '(secret)' }],
  })
})
