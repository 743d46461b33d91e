import { expect, test } from 'vitest'
import { createAccess } from '../../server/auth/access.ts'
import type { AccessAction, AccessRule } from '../../server/config/config.ts'

const rule = (users: string, repositories: string, ...actions: AccessAction[]): AccessRule => ({
  users: users.split(' '),
  repositories: repositories.split(' '),
  actions,
})
const ALL = ['pull', 'push', 'delete'] as const

test('without rules there is nothing to ask', () => {
  expect(createAccess(undefined)).toBeUndefined()
})

test('the first rule that names user and repository decides', () => {
  const access = createAccess([
    rule('alice', 'a/closed'),
    rule('alice bob', 'a/**', 'pull'),
    rule('*', '**', ...ALL),
  ])
  const seen = ['a/closed', 'a/b', 'b'].map((name) => [
    access?.ruleFor('alice', name),
    access?.allows('alice', name, 'pull'),
    access?.allows('alice', name, 'push'),
  ])
  expect(seen).toEqual([
    [0, false, false],
    [1, true, false],
    [2, true, true],
  ])
  expect(access?.ruleFor(undefined, 'b')).toBeUndefined()
})

test('a user called anonymous has logged in', () => {
  const access = createAccess([rule('anonymous', '**', ...ALL), rule('*', '**', 'pull')])
  expect(access?.allows('anonymous', 'a', 'push')).toBe(false)
  expect(access?.allows(undefined, 'a', 'push')).toBe(true)
})

test.each<[readonly AccessRule[], boolean]>([
  [[rule('alice', '**', ...ALL)], true],
  [[rule('*', '**', ...ALL)], true],
  [[rule('alice', 'a/**', ...ALL), rule('alice', '**', ...ALL)], true],
  [[rule('bob', '**'), rule('alice', '**', ...ALL)], true],
  [[rule('alice', 'a', 'pull'), rule('alice', '**', ...ALL)], false],
  [[rule('alice', '**', 'pull', 'push'), rule('alice', '**', ...ALL)], false],
  [[rule('alice', 'a', ...ALL)], false],
  [[rule('anonymous', '**', ...ALL)], false],
])('%j lets alice do all: %s', (rules, expected) => {
  expect(createAccess(rules)?.allowsAll('alice')).toBe(expected)
})

test.each<[readonly AccessRule[], boolean]>([
  [[rule('*', '**', ...ALL)], false],
  [[rule('anonymous', 'a')], false],
  [[rule('anonymous', 'a', 'pull')], true],
])('%j leaves something to who has not logged in: %s', (rules, expected) => {
  expect(createAccess(rules)?.opensToAnonymous).toBe(expected)
})
