import { expect, test } from 'vitest'
import { repositoryFault } from '../../renderer/pages/repository/repository-name.ts'

test.each(['a', 'team/api', 'a.b_c__d--e/0', 'a'.repeat(255)])('%j can be a repository', (name) => {
  expect(repositoryFault(name)).toBeUndefined()
})

test.each([
  ['', { kind: 'empty' }],
  ['Team', { kind: 'capital' }],
  ['team api', { kind: 'letter', letter: ' ' }],
  ['team:api', { kind: 'letter', letter: ':' }],
  ['a'.repeat(256), { kind: 'long' }],
  ['/team', { kind: 'form' }],
  ['team/', { kind: 'form' }],
  ['a..b', { kind: 'form' }],
  ['a___b', { kind: 'form' }],
])('%j cannot: %j', (name, fault) => {
  expect(repositoryFault(name)).toStrictEqual(fault)
})
