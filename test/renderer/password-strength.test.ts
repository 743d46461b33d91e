import { expect, test } from 'vitest'
import { newPassword } from '../../renderer/pages/credentials/new-password.ts'
import { strengthOf } from '../../renderer/pages/credentials/password-strength.ts'

test.each([
  ['', 'weak'],
  ['password1', 'weak'],
  ['Password123!', 'weak'],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['abcdefghijklmnop', 'weak'],
  ['roberta-roberta', 'weak'],
  ['Tues-4711', 'fair'],
  ['correct horse battery', 'strong'],
  ['x'.repeat(73), 'long'],
  ['ü'.repeat(37), 'long'],
])('%j is %s', (password, strength) => {
  expect(strengthOf(password, 'roberta')).toBe(strength)
})

test('what is made here is strong, and another each time', () => {
  const made = Array.from({ length: 50 }, newPassword)
  expect(new Set(made).size).toBe(50)
  expect(made.every((one) => strengthOf(one, '') === 'strong')).toBe(true)
})
