import { expect, test } from 'vitest'
import { load, problemsOf } from './loading.ts'

const AUTH = 'auth: {htpasswd: {realm: a, path: /b}}\n'
const rule = (users: string, repositories: string, actions: string) =>
  `${AUTH}access: [{users: ${users}, repositories: ${repositories}, actions: ${actions}}]`

test.each([
  [
    rule('["*", anonymous]', '[team/**, a*]', '[pull, PUSH, delete]'),
    [
      {
        users: ['*', 'anonymous'],
        repositories: ['team/**', 'a*'],
        actions: ['pull', 'push', 'delete'],
      },
    ],
  ],
  [rule('alice', '"**"', 'pull'), [{ users: ['alice'], repositories: ['**'], actions: ['pull'] }]],
  [rule('alice', 'a', '[]'), [{ users: ['alice'], repositories: ['a'], actions: [] }]],
  [
    'access: [{users: anonymous, repositories: "**", actions: pull}]',
    [{ users: ['anonymous'], repositories: ['**'], actions: ['pull'] }],
  ],
  ['http: {}', undefined],
])('%s', (yaml, access) => {
  const { config, warnings } = load({ yaml })
  expect(config.access).toEqual(access)
  expect(warnings).toEqual([])
})

test.each([
  [
    rule('alice', 'a', '[pull, write]'),
    '3: access.0.actions.1: found "write", allowed: pull, push, delete',
  ],
  [
    rule('alice', '[Team/App]', 'pull'),
    '3: access.0.repositories.0: found "Team/App", allowed: a repository name, in which * stands for part of it and ** for any of it',
  ],
  [
    rule('alice', '[/a]', 'pull'),
    '3: access.0.repositories.0: found "/a", allowed: a repository name, in which * stands for part of it and ** for any of it',
  ],
  [
    rule('["a:b"]', 'a', 'pull'),
    '3: access.0.users.0: found "a:b", allowed: user names, "*" or anonymous',
  ],
  [
    rule('[]', 'a', 'pull'),
    '3: access.0.users: missing; name users, "*" for all who log in, or anonymous',
  ],
  [rule('alice', '[]', 'pull'), '3: access.0.repositories: missing; "**" stands for all of them'],
  [
    'access: [{users: [anonymous, alice], repositories: a, actions: pull}]',
    '2: access.0.users: found "alice", but nobody can log in: set auth.htpasswd, or allow only anonymous',
  ],
  [
    'access: [{users: ["*"], repositories: a, actions: pull}]',
    '2: access.0.users: found "*", but nobody can log in: set auth.htpasswd, or allow only anonymous',
  ],
  ['access: []', '2: access: found no rules; write at least one, or leave it out'],
  ['access:', '2: access: found no rules; write at least one, or leave it out'],
  ['access: [a]', '2: access.0: found "a", allowed: a section'],
])('%s', (yaml, expected) => {
  expect(problemsOf(() => load({ yaml }))[0]).toBe(`config.yml:${expected}`)
})

test('a misspelt key of a rule is named', () => {
  const yaml = `${AUTH}access: [{user: alice, repositories: a, actions: pull}]`
  expect(problemsOf(() => load({ yaml }))).toEqual([
    'config.yml:3: access.0.users: missing; name users, "*" for all who log in, or anonymous',
  ])
})
